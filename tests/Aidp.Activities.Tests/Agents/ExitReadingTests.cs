using Aidp.Activities.Agents;
using Aidp.Orchestrations.Steps;
using static Aidp.Activities.Tests.Agents.AgentExits;

namespace Aidp.Activities.Tests.Agents;

public sealed class ExitReadingTests
{
    [Theory]
    [InlineData("processed 401 files")]
    [InlineData("wrote 429 lines in 503 ms")]
    [InlineData("error: 403 tests failed")]
    [InlineData("402 passed, 500 failed")]
    [InlineData("src/http.rs:401:5: expected `;`")]
    public void Read_NumbersOfTheAgentsWork_AreNoStatus(string stderr) => Assert.Equal(AgentOutcome.Permanent, Read(stderr));

    [Theory]
    [InlineData("HTTP 429", AgentOutcome.RateLimited)]
    [InlineData("HTTP/1.1 401 Unauthorized", AgentOutcome.AuthExpired)]
    [InlineData("Error code: 401 - {'error': {'message': 'no'}}", AgentOutcome.AuthExpired)]
    [InlineData("Error: 403 {\"type\":\"error\"}", AgentOutcome.AuthExpired)]
    [InlineData("403 Forbidden", AgentOutcome.AuthExpired)]
    [InlineData("Request failed with status code 503", AgentOutcome.Transient)]
    [InlineData("{\"status\":402,\"title\":\"no\"}", AgentOutcome.QuotaExceeded)]
    [InlineData("API Error: Request rejected (429)", AgentOutcome.RateLimited)]
    [InlineData("API Error: 529 {\"type\":\"error\"}", AgentOutcome.Transient)]
    [InlineData("unexpected status 401: no body", AgentOutcome.AuthExpired)]
    [InlineData("exceeded retry limit, last status: 429 Too Many Requests", AgentOutcome.RateLimited)]
    [InlineData("error=500,", AgentOutcome.Transient)]
    public void Read_StatusOfAServer_IsOfItsKind(string stderr, AgentOutcome expected)
    {
        Assert.Equal(expected, Read(stderr));
        Assert.Equal(expected, Read($"working\n{stderr}\nat line 1\nat line 2\n"));
    }

    [Fact]
    public void Read_WhatWasSaidLongBeforeTheEnd_IsNotTheCause()
    {
        var log = "Too many requests, not logged in: retried.\n" + string.Concat(Enumerable.Repeat("at work\n", 100));

        Assert.Equal(AgentOutcome.Permanent, Read(log + "boom"));
    }

    static AgentOutcome Read(string stderr) => ExitReading.Read("command", Exit(1, stderr)).Outcome;
}
