using Aidp.Embedded.Dispatch;
using Aidp.Functions.Api;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Aidp.Cli.Hosting;

/// <summary>Sends the spans of orchestrations and steps to an OpenTelemetry collector, if the environment names one; nothing is traced otherwise.</summary>
static class TraceExport
{
    /// <summary>The variable that names the collector, as everywhere.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    const string SamplerVariable = "OTEL_TRACES_SAMPLER";

    const string Prefix = "OTEL_";

    /// <summary>Adds it, with all that OpenTelemetry's variables say.</summary>
    public static void Add(IServiceCollection services, ConfigurationManager configuration, IReadOnlyDictionary<string, string> variables)
    {
        if (string.IsNullOrWhiteSpace(variables.GetValueOrDefault(EndpointVariable)))
        {
            return;
        }

        // The exporter reads the host's configuration, in which there is nothing of the environment.
        configuration.AddInMemoryCollection(variables.Where(variable => variable.Key.StartsWith(Prefix, StringComparison.Ordinal)).Select(variable => KeyValuePair.Create(variable.Key, (string?)variable.Value)));
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("aidp", serviceVersion: HealthView.ThisVersion))
            .WithTracing(tracing => Sampled(tracing.AddSource(DurableEngine.TraceSource), variables).AddOtlpExporter());
    }

    // By default a span is kept if its parent is; but the server does not record the requests that runs are asked for with, and would have them all dropped.
    static TracerProviderBuilder Sampled(TracerProviderBuilder tracing, IReadOnlyDictionary<string, string> variables) =>
        variables.ContainsKey(SamplerVariable) ? tracing : tracing.SetSampler(new AlwaysOnSampler());
}
