using System.CommandLine;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp guard</c>: the verbs about what agents of a run may change.</summary>
sealed class GuardVerb : Command
{
    public GuardVerb(Terminal terminal)
        : base("guard", "Show or change what the agents of a run may change.")
    {
        Add(new GuardShowVerb(terminal));
        Add(new GuardSetVerb(terminal));
    }
}
