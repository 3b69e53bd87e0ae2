using System.CommandLine;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp config</c>: the verbs about the configuration.</summary>
sealed class ConfigVerb : Command
{
    public ConfigVerb(Terminal terminal)
        : base("config", "Show or check the configuration.")
    {
        Add(new ConfigShowVerb(terminal));
        Add(new ConfigValidateVerb(terminal));
    }
}
