using System.Security.Cryptography;
using System.Text;

namespace Aidp.Functions.Keys;

/// <summary>The text of a key, <c>aidp_&lt;id&gt;_&lt;secret&gt;</c>: scanners for leaked secrets recognise it, and the id finds its record.</summary>
static class KeyText
{
    const string Prefix = "aidp_";
    const int IdCharacters = 8;
    const int SecretBytes = 32;
    const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

    /// <summary>Makes a new key.</summary>
    public static (string Id, string Text) Create()
    {
        var id = RandomNumberGenerator.GetString(Alphabet, IdCharacters);
        return (id, $"{Prefix}{id}_{RandomNumberGenerator.GetHexString(SecretBytes * 2, lowercase: true)}");
    }

    /// <summary>The id in the text of a key; null when the text is none.</summary>
    public static string? IdOf(string text) =>
        text.Length == Prefix.Length + IdCharacters + 1 + (SecretBytes * 2) && text.StartsWith(Prefix, StringComparison.Ordinal)
            ? text.Substring(Prefix.Length, IdCharacters)
            : null;

    /// <summary>What is kept of a key.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Compares two hashes in a time that says nothing about them.</summary>
    public static bool SameHash(string left, string right) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(left), Encoding.ASCII.GetBytes(right));
}
