using Aidp.Activities.Checks.Output;
using Aidp.Activities.Processes;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Agents;

/// <summary>What the end of a process says about a call when the output says nothing.</summary>
static class ExitReading
{
    const int LongestError = 800;

    /// <summary>The reply of a process that did not say how its call ended.</summary>
    public static AgentReply Read(string agent, AgentExit exit, AgentReply? known = null)
    {
        known ??= new AgentReply { Outcome = AgentOutcome.Completed };
        return exit.End switch
        {
            ProcessEnd.NotFound or ProcessEnd.NotExecutable => known with { Outcome = AgentOutcome.NotInstalled, Error = exit.Problem, Usage = new Usage() },
            ProcessEnd.Cancelled => known with { Outcome = AgentOutcome.Cancelled, Error = $"The run was cancelled while '{agent}' ran; what it wrote is kept." },
            ProcessEnd.TimedOut => known with { Outcome = AgentOutcome.Timeout, Error = $"'{agent}' ran longer than it may; what it wrote is kept. Allow more with its 'timeout', or give a smaller task." },
            ProcessEnd.IdleTimedOut => known with { Outcome = AgentOutcome.IdleTimeout, Error = $"'{agent}' printed nothing for longer than it may; what it wrote is kept. Allow more with its 'idle_timeout'." },
            ProcessEnd.TooMuchOutput => known with { Outcome = AgentOutcome.Permanent, Error = $"'{agent}' printed more than {ProcessRecord.MaximumBytes >> 20} MB and was ended; what it wrote to files is kept." },
            ProcessEnd.SupervisorLost => known with { Outcome = AgentOutcome.Transient, Error = $"The supervisor of '{agent}' was killed, and the agent with it." },
            _ => Exited(agent, exit, known),
        };
    }

    /// <summary>An error message without what would steer a terminal, cut to a length that history can hold.</summary>
    public static string Cut(string said) => Plain(said) is var text && text.Length <= LongestError ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[LongestError - 1]) ? LongestError - 1 : LongestError), "…");

    static AgentReply Exited(string agent, AgentExit exit, AgentReply known)
    {
        var stderr = Plain(exit.Stderr).Trim();
        var end = FailureText.End(stderr);
        var said = stderr.Length > 0 ? $": {Last(stderr).TrimEnd('.')}." : ".";
        return exit.Code switch
        {
            0 => known,
            AgentExit.CommandNotFound => known with { Outcome = AgentOutcome.NotInstalled, Error = Cut($"The shell did not find the command of '{agent}' (exit code 127){said}") },
            AgentExit.CommandNotExecutable => known with { Outcome = AgentOutcome.NotInstalled, Error = Cut($"The command of '{agent}' may not be executed (exit code 126){said}") },
            AgentExit.TemporaryFailure => known with { Outcome = AgentOutcome.Transient, Error = Cut($"'{agent}' asked to be called again later (exit code 75){said}"), RetryAt = ResetTime.Find(end, exit.At) },
            > AgentExit.SignalBase and < AgentExit.SignalBase + 65 => known with
            {
                Outcome = AgentOutcome.Transient,
                Error = Cut($"'{agent}' was ended by signal {exit.Code - AgentExit.SignalBase} (exit code {exit.Code}); 9 often means that the machine ran out of memory{said}"),
            },
            _ => known with
            {
                Outcome = FailureText.Classify(end, AgentOutcome.Permanent),
                Error = Cut($"'{agent}' failed with exit code {exit.Code}{said}"),
                RetryAt = ResetTime.Find(end, exit.At),
            },
        };
    }

    static string Plain(string text) => string.Join('\n', text.Split('\n').Select(PlainText.Of));

    static string Last(string text) => text.Length <= LongestError / 2 ? text : string.Concat("…", text.AsSpan(text.Length - (LongestError / 2)));
}
