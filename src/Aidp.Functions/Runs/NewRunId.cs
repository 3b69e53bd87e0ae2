using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Aidp.Functions.Api;
using Aidp.Orchestrations.Runs;

namespace Aidp.Functions.Runs;

/// <summary>The ids of runs that are asked for. They name git refs, folders and blobs too, so they are stricter than those of instances.</summary>
static partial class NewRunId
{
    /// <summary>What an id may be, for a message.</summary>
    public const string Rule = "An id has at most 80 characters: a-z, 0-9, and single '.', '_' or '-' between them; it does not end in '.lock'.";

    /// <summary>The longest slug that is made out of an id.</summary>
    public const int MostSlugCharacters = 80;

    const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

    /// <summary>Whether a new run can have this id.</summary>
    public static bool IsValid(string id) => RunIds.IsValid(id) && Valid().IsMatch(id) && !id.EndsWith(".lock", StringComparison.Ordinal);

    /// <summary>Returns the id, or ends the request.</summary>
    public static string Check(string id) => IsValid(id) ? id : throw ApiProblems.InvalidId(Rule);

    /// <summary>The id that belongs to an idempotency key: the key itself where that is possible, else made from its hash.</summary>
    public static string FromIdempotencyKey(string key) =>
        IsValid(key) ? key : "key-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32];

    /// <summary>Makes a new id that people recognise: the first words of the task and five random characters.</summary>
    public static string Create(string task) =>
        $"{(Words(task, 24) is { Length: > 0 } words ? words : "run")}-{RandomNumberGenerator.GetString(Alphabet, 5)}";

    /// <summary>Makes a part of a branch name out of a text: <c>^[a-z0-9]+(-[a-z0-9]+)*$</c>; empty when nothing of it can be used.</summary>
    public static string Words(string text, int most)
    {
        var words = new StringBuilder();
        foreach (Match word in Word().Matches(text.Length > 400 ? text[..400] : text))
        {
            var next = word.Value.ToLower(CultureInfo.InvariantCulture);
            if (words.Length + 1 + next.Length > most)
            {
                break;
            }

            words.Append(words.Length > 0 ? "-" : "").Append(next);
        }

        return words.ToString();
    }

    [GeneratedRegex(@"^[a-z0-9]+([._-][a-z0-9]+)*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Valid();

    [GeneratedRegex("[a-zA-Z0-9]+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
