using System.Text.RegularExpressions;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Agents;

/// <summary>Finds the kind of a failure in what a failed program says about itself.</summary>
/// <remarks>Only for error messages: never give it what a model wrote, since a task about rate limits speaks of rate limits.</remarks>
static partial class FailureText
{
    /// <summary>Where a program says why it failed: further up its log speaks of its work.</summary>
    const int LastLines = 30;

    // A number alone is a count of something; it is a status next to a word that says so, or before its own name.
    const string StatusBefore = @"\b(?:http(?:/\d(?:\.\d)?)?|status(?:[ _-]?code)?|(?:api|http|server|request) error|error code|rejected)[""']?\s*[:=(]?\s*[""']?(?:";
    const string ErrorBefore = @"\b(?:error|code)\b[""']?\s*[:=(]\s*[""']?(?:";
    const string StatusAfter = @")\b(?=\s*(?:$|[{}()\[\]<>,;:.""'-]|(?-i:[A-Z])))";

    /// <summary>The last lines of a log, where it says how it ended.</summary>
    public static string End(string log) => string.Join('\n', log.Split('\n').TakeLast(LastLines));

    /// <summary>The kind, or <paramref name="otherwise"/> when the text names none.</summary>
    public static AgentOutcome Classify(string text, AgentOutcome otherwise) =>
        Quota().IsMatch(text) ? AgentOutcome.QuotaExceeded
        : RateLimit().IsMatch(text) ? AgentOutcome.RateLimited
        : Auth().IsMatch(text) ? AgentOutcome.AuthExpired
        : Transient().IsMatch(text) ? AgentOutcome.Transient
        : Sandbox().IsMatch(text) ? AgentOutcome.SandboxViolation
        : otherwise;

    [GeneratedRegex(@"insufficient[_ ]quota|quota (was )?exceeded|exceeded your (current )?quota|credit balance is too low|billing[_ ](error|hard limit)|payment required|out of credits|" + StatusBefore + @"402)\b|" + ErrorBefore + "402" + StatusAfter, RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Quota();

    [GeneratedRegex(@"rate[_ -]?limit|too many requests|(usage|session|weekly|hourly|hit your|5-hour) limit|resource[_ ]exhausted|" + StatusBefore + @"429)\b|" + ErrorBefore + "429" + StatusAfter, RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex RateLimit();

    [GeneratedRegex(@"\b403:? forbidden|unauthori[sz]ed|authentication[_ ](failed|error)|invalid (x-)?api[- ]key|incorrect api key|not logged in|please (run /login|log ?in)|(token|session|login) (has )?expired|missing (bearer|api key|environment variable)|" + StatusBefore + @"401|403)\b|" + ErrorBefore + "401|403" + StatusAfter, RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Auth();

    [GeneratedRegex(@"overloaded|high demand|server error|service unavailable|bad gateway|timed? ?out|connection (was )?(failed|refused|reset|error|closed)|ECONN\w+|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|stream disconnected|network (is )?(error|unreachable)|temporary failure|does not resolve|dns error|" + StatusBefore + @"5(?:00|02|03|04|20|29))\b|" + ErrorBefore + "5(?:00|02|03|04|20|29)" + StatusAfter, RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Transient();

    [GeneratedRegex(@"sandbox (denied|violation|error)|blocked by (the )?sandbox|denied by (the )?sandbox|outside (of )?the (allowed|workspace)", RegexOptions.IgnoreCase)]
    private static partial Regex Sandbox();
}
