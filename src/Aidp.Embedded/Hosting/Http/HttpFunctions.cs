using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.Functions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Aidp.Embedded.Hosting;

/// <summary>Answers requests with functions.</summary>
static class HttpFunctions
{
    // The Functions host's list for a trigger that names no methods.
    static readonly string[] AllMethods = ["GET", "POST", "DELETE", "HEAD", "PATCH", "PUT", "OPTIONS"];

    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        var catalog = endpoints.ServiceProvider.GetRequiredService<FunctionCatalog>();
        var client = endpoints.ServiceProvider.GetRequiredService<DurableTaskClient>();
        var engine = endpoints.ServiceProvider.GetRequiredService<DurableEngine>();
        HashSet<string> shapes = [];
        foreach (var function in catalog.With<FunctionTrigger.Http>())
        {
            var trigger = ((FunctionTrigger.Http)function.Trigger).Attribute;
            var pattern = Parse(function, trigger, catalog.Settings.RoutePrefix);
            var invoker = new FunctionInvoker(function, ArgumentSources.For(function, client, parameter => HttpArguments.For(parameter, function, pattern)));
            endpoints.MapMethods(pattern.RawText!, trigger.Methods ?? AllMethods, context => HttpInvocation.AnswerAsync(context, invoker, engine)).WithDisplayName(function.Name);
            if (shapes.Add(ShapeOf(pattern)))
            {
                NotFoundForOtherMethods(endpoints, pattern);
            }
        }
    }

    static RoutePattern Parse(FunctionMethod function, HttpTriggerAttribute trigger, string prefix)
    {
        if (trigger.AuthLevel != AuthorizationLevel.Anonymous)
        {
            throw Invalid(function, $"asks for a key of level {trigger.AuthLevel}, and this host keeps none: use AuthorizationLevel.Anonymous and check keys in the application, as it has to on both hosts.");
        }

        if (function.Method.ReturnType.FullName is { } type && type.Contains("Microsoft.AspNetCore.Mvc.", StringComparison.Ordinal))
        {
            throw Invalid(function, "returns an MVC action result: return an IResult.");
        }

        var route = string.IsNullOrEmpty(trigger.Route) ? function.Name : trigger.Route;
        try
        {
            return RoutePatternFactory.Parse(prefix.Length == 0 ? route : $"{prefix}/{route}");
        }
        catch (RoutePatternException exception)
        {
            throw Invalid(function, $"has a route that cannot be read, '{route}': {exception.Message}");
        }
    }

    // The Functions host does not know a route with another method; ASP.NET Core alone would answer 405.
    static void NotFoundForOtherMethods(IEndpointRouteBuilder endpoints, RoutePattern pattern) =>
        endpoints.Map(pattern, context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }).WithOrder(int.MaxValue - 1).WithDisplayName($"{pattern.RawText}, other methods");

    static string ShapeOf(RoutePattern pattern) => string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content.ToUpperInvariant(),
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart { IsCatchAll: true } => "{*}",
        RoutePatternParameterPart parameter => $"{{{string.Join(':', parameter.ParameterPolicies.Select(policy => policy.Content))}}}",
        _ => "?",
    }))));

    static InvalidFunctionsException Invalid(FunctionMethod function, string fault) => new([$"Function '{function.Name}' ({function.Label}) {fault}"]);
}
