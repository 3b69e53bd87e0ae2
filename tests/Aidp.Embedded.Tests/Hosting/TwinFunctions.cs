using Aidp.Embedded.Functions;

namespace Aidp.Embedded.Tests.Hosting;

/// <summary>Two functions whose names differ in case only.</summary>
public static class TwinFunctions
{
    [Function("Twin")]
    public static void First([ActivityTrigger] string input) => _ = input;

    [Function("twin")]
    public static void Second([ActivityTrigger] string input) => _ = input;
}
