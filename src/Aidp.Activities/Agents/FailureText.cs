using System.Text.RegularExpressions;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Agents;

/// <summary>Finds the kind of a failure in what a failed program says about itself.</summary>
/// <remarks>Only for error messages: never give it what a model wrote, since a task about rate limits speaks of rate limits.</remarks>
static partial class FailureText
{
    /// <summary>The kind, or <paramref name="otherwise"/> when the text names none.</summary>
    public static AgentOutcome Classify(string text, AgentOutcome otherwise) =>
        Quota().IsMatch(text) ? AgentOutcome.QuotaExceeded
        : RateLimit().IsMatch(text) ? AgentOutcome.RateLimited
        : Auth().IsMatch(text) ? AgentOutcome.AuthExpired
        : Transient().IsMatch(text) ? AgentOutcome.Transient
        : Sandbox().IsMatch(text) ? AgentOutcome.SandboxViolation
        : otherwise;

    [GeneratedRegex(@"insufficient[_ ]quota|quota (was )?exceeded|exceeded your (current )?quota|credit balance is too low|billing[_ ](error|hard limit)|payment required|\b402\b|out of credits", RegexOptions.IgnoreCase)]
    private static partial Regex Quota();

    [GeneratedRegex(@"rate[_ -]?limit|too many requests|\b429\b|(usage|session|weekly|hourly|hit your|5-hour) limit|resource[_ ]exhausted", RegexOptions.IgnoreCase)]
    private static partial Regex RateLimit();

    [GeneratedRegex(@"\b401\b|\b403\b|unauthori[sz]ed|authentication[_ ](failed|error)|invalid (x-)?api[- ]key|incorrect api key|not logged in|please (run /login|log ?in)|(token|session|login) (has )?expired|missing (bearer|api key|environment variable)", RegexOptions.IgnoreCase)]
    private static partial Regex Auth();

    [GeneratedRegex(@"\b5(00|02|03|04|20|29)\b|overloaded|high demand|server error|service unavailable|bad gateway|timed? ?out|connection (was )?(failed|refused|reset|error|closed)|ECONN\w+|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|stream disconnected|network (is )?(error|unreachable)|temporary failure|does not resolve|dns error", RegexOptions.IgnoreCase)]
    private static partial Regex Transient();

    [GeneratedRegex(@"sandbox (denied|violation|error)|blocked by (the )?sandbox|denied by (the )?sandbox|outside (of )?the (allowed|workspace)", RegexOptions.IgnoreCase)]
    private static partial Regex Sandbox();
}
