using System.CommandLine;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp jobs</c>: the verbs about runs in the background.</summary>
sealed class JobsVerb : Command
{
    public JobsVerb(Terminal terminal)
        : base("jobs", "Look after runs in the background.")
    {
        Add(new JobsListVerb(terminal));
        Add(new JobsStatusVerb(terminal));
        Add(new LogsVerb(terminal));
        Add(new JobsStopVerb(terminal));
    }
}
