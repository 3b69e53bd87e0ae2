namespace Aidp.Embedded.Dispatch;

/// <summary>The names of functions for an error message, as the real host lists them.</summary>
static class KnownFunctions
{
    public static string List(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal).Select(name => $"'{name}'"));
}
