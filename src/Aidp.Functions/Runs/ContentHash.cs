using System.Security.Cryptography;
using System.Text;

namespace Aidp.Functions.Runs;

/// <summary>Names a text by what it says.</summary>
static class ContentHash
{
    /// <summary>16 characters that are another text's with no chance worth naming.</summary>
    public static string Short(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
