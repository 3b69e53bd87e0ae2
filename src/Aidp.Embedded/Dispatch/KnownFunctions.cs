namespace Aidp.Embedded.Dispatch;

/// <summary>The names of functions for an error message, as the real host lists them.</summary>
static class KnownFunctions
{
    /// <summary>Says that there is no orchestrator of a name.</summary>
    public static string NoOrchestrator(string name, FunctionRegistry functions) =>
        $"The function '{name}' doesn't exist, is disabled, or is not an orchestrator function. Additional info: The following are the known orchestrator functions: {List(functions.Orchestrators)}.";

    public static string List(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal).Select(name => $"'{name}'"));
}
