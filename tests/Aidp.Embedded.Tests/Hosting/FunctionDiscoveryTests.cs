using Aidp.Embedded.Functions;
using Aidp.Embedded.Hosting;
using Microsoft.AspNetCore.Http;

namespace Aidp.Embedded.Tests.Hosting;

public sealed class FunctionDiscoveryTests
{
    [Fact]
    public void Find_TestFunctions_ByName() => Assert.Equal(
        ["Fail", "GetByGuid", "GetFile", "GetGuest", "GetScope", "Greet", "Hello", "Ping", "PutGuest", "StartHello", "Throw", "Wait"],
        FunctionDiscovery.Find([typeof(TestFunctions)]).Select(function => function.Name));

    [Theory]
    [InlineData("NoTrigger", "has no trigger")]
    [InlineData("TwoTriggers", "has 2 triggers")]
    [InlineData("Hidden", "is not public")]
    [InlineData("AsyncVoid", "is async void")]
    [InlineData("1st", "has a name that is not allowed")]
    [InlineData("WrongContext", "must be TaskOrchestrationContext")]
    [InlineData("WrongRequest", "must be HttpRequest")]
    [InlineData("WrongTimer", "must be TimerInfo")]
    [InlineData("Generic", "is generic")]
    [InlineData("ByReference", "takes 'input' by reference")]
    public void Find_BrokenFunction_SaysWhichAndWhy(string name, string expected)
    {
        var problems = Assert.Throws<InvalidFunctionsException>(() => FunctionDiscovery.Find([typeof(Broken)])).Problems;
        Assert.Contains(problems, problem => problem.StartsWith($"Function '{name}' ({typeof(Broken).FullName}.", StringComparison.Ordinal) && problem.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Find_SameNameInOtherCase_NamesBothMethods()
    {
        var problem = Assert.Single(Assert.Throws<InvalidFunctionsException>(() => FunctionDiscovery.Find([typeof(TwinFunctions)])).Problems);
        Assert.Contains($"{typeof(TwinFunctions).FullName}.First", problem, StringComparison.Ordinal);
        Assert.Contains($"{typeof(TwinFunctions).FullName}.Second", problem, StringComparison.Ordinal);
    }

    static class Broken
    {
        [Function("NoTrigger")]
        public static void NoTrigger(string input) => _ = input;

        [Function("TwoTriggers")]
        public static void TwoTriggers([ActivityTrigger] string input, [TimerTrigger("* * * * *")] TimerInfo timer) => _ = (input, timer);

        [Function("Hidden")]
        internal static void Hidden([ActivityTrigger] string input) => _ = input;

        [Function("AsyncVoid")]
        [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "VSTHRD100", Justification = "What is tested.")]
        public static async void AsyncVoid([ActivityTrigger] string input) => await Task.FromResult(input);

        [Function("1st")]
        public static void First([ActivityTrigger] string input) => _ = input;

        [Function("WrongContext")]
        public static void WrongContext([OrchestrationTrigger] string input) => _ = input;

        [Function("WrongRequest")]
        public static void WrongRequest([HttpTrigger(AuthorizationLevel.Anonymous)] HttpContext input) => _ = input;

        [Function("WrongTimer")]
        public static void WrongTimer([TimerTrigger("* * * * *")] DateTime input) => _ = input;

        [Function("Generic")]
        public static void Generic<T>([ActivityTrigger] T input) => _ = input;

        [Function("ByReference")]
        public static void ByReference([ActivityTrigger] ref string input) => _ = input;
    }
}
