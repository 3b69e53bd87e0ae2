using System.CommandLine;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp keys</c>: the verbs about the keys of a host.</summary>
sealed class KeysVerb : Command
{
    public KeysVerb(Terminal terminal)
        : base("keys", "Make, list and revoke the keys that a host takes over HTTP.")
    {
        Add(new KeysCreateVerb(terminal));
        Add(new KeysListVerb(terminal));
        Add(new KeysRevokeVerb(terminal));
    }
}
