using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.Functions;
using Aidp.Embedded.Hosting;
using Microsoft.AspNetCore.Http;

namespace Aidp.Embedded.Tests.Hosting;

public sealed class ArgumentTests
{
    [Theory]
    [InlineData(typeof(ClockOrchestrator), "takes 'cancellation' of type System.Threading.CancellationToken")]
    [InlineData(typeof(ClientOrchestrator), "takes 'client' of type Aidp.Embedded.DurableTask.Client.DurableTaskClient")]
    [InlineData(typeof(UnknownHttpValue), "takes 'name' of type System.String")]
    [InlineData(typeof(UnknownActivityValue), "takes 'logger' of type System.Object")]
    [InlineData(typeof(KeyedHttp), "asks for a key of level Function")]
    [InlineData(typeof(BadRoute), "has a route that cannot be read, '{id'")]
    [InlineData(typeof(BadSchedule), "has the schedule 'now and then'")]
    public async Task Start_FunctionThatCannotBeBound_SaysWhichAndWhy(Type functions, string expected)
    {
        var message = (await Assert.ThrowsAsync<InvalidFunctionsException>(() => TestHost.StartAsync(options => options.Types.Add(functions)))).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains($"{functions.FullName}.", message, StringComparison.Ordinal);
    }
}

public static class ClockOrchestrator
{
    [Function("ClockOrchestrator")]
    public static string Run([OrchestrationTrigger] TaskOrchestrationContext context, CancellationToken cancellation) => $"{context} {cancellation}";
}

public static class ClientOrchestrator
{
    [Function("ClientOrchestrator")]
    public static string Run([OrchestrationTrigger] TaskOrchestrationContext context, [DurableClient] DurableTaskClient client) => $"{context} {client}";
}

public static class UnknownHttpValue
{
    [Function("UnknownHttpValue")]
    public static string Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "things/{id}")] HttpRequest request, string name) => name;
}

public static class UnknownActivityValue
{
    [Function("UnknownActivityValue")]
    public static string Run([ActivityTrigger] string input, object logger) => $"{input} {logger}";
}

public static class KeyedHttp
{
    [Function("KeyedHttp")]
    public static string Run([HttpTrigger(AuthorizationLevel.Function)] HttpRequest request) => $"{request}";
}

public static class BadRoute
{
    [Function("BadRoute")]
    public static string Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{id")] HttpRequest request) => $"{request}";
}

public static class BadSchedule
{
    [Function("BadSchedule")]
    public static string Run([TimerTrigger("now and then")] TimerInfo timer) => $"{timer}";
}
