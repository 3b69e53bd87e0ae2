using System.Security.Cryptography;
using System.Text;

namespace Aidp.Activities.Configuration;

/// <summary>What a person is asked before anything that a repository brings along is executed.</summary>
/// <param name="Text">What would be executed, for people; nothing in it can hide.</param>
/// <param name="Fingerprint">Changes whenever what would be executed changes.</param>
public sealed record ConsentQuestion(string Text, string Fingerprint);

/// <summary>Finds what a repository's file, or what was detected in it, would execute.</summary>
public static class Consent
{
    static readonly string[] _executed = ["agent", "agent_command", "agents", "checks", "setup"];

    /// <summary>The question; null when nothing comes from the repository.</summary>
    public static ConsentQuestion? For(EffectiveConfiguration configuration)
    {
        var brought = configuration.Settings.Where(setting => setting.Origin.Kind is OriginKind.RepositoryFile or OriginKind.Detected && _executed.Contains(setting.Path.Split('.', '[')[0])).ToList();
        if (brought.Count == 0)
        {
            return null;
        }

        var run = configuration.Run;
        var text = new StringBuilder("This repository brings along what would be executed on this machine, as you:\n");
        foreach (var setting in brought)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  {setting.Path}: {VisibleText.Of(setting.Value)}    ({VisibleText.Of(setting.Origin.ToString())})\n");
        }

        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"The agent ({VisibleText.Of(string.Join(", ", run.Agents.Select(agent => agent.Name)))}) may run any command and change any file of its worktree without asking.\n");
        var identity = brought.Select(setting => $"{setting.Path}\0{setting.Value}").Concat(run.Agents.Select(agent => $"agent\0{agent.Name}"));
        return new ConsentQuestion(text.ToString(), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join("\0\0", identity)))));
    }
}
