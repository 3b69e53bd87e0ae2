using System.Text.RegularExpressions;

namespace Aidp.Activities.Artifacts;

/// <summary>The values in an environment that must never be stored or shown, found by the names of their variables.</summary>
public static partial class SecretValues
{
    /// <summary>A shorter value would be found everywhere, and is no secret worth the name.</summary>
    const int ShortestSecret = 8;

    /// <summary>The values of all variables whose names speak of a secret, and of those that are named besides.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyDictionary<string, string> environment, IEnumerable<string>? alsoSecret = null)
    {
        var named = (alsoSecret ?? []).ToHashSet(StringComparer.Ordinal);
        return [.. environment.Where(variable => variable.Value.Length >= ShortestSecret && (named.Contains(variable.Key) || SecretName().IsMatch(variable.Key)))
            .Select(variable => variable.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The secret values in this process's environment.</summary>
    public static IReadOnlyList<string> OfThisProcess(IEnumerable<string>? alsoSecret = null) =>
        Of(Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal), alsoSecret);

    [GeneratedRegex("TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|ACCOUNT_?KEY|CREDENTIAL|CONNECTION_?STRING|AzureWebJobsStorage|_PAT$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
