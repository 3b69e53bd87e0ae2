using System.Runtime.CompilerServices;

namespace Aidp.EndToEnd.Tests.Running;

/// <summary>
/// A home of the tests' own. Agents run login shells, and what a person's profile does in one that a test ends half-way (such as taking a lock) would stay
/// behind for everybody.
/// </summary>
static class ScratchHome
{
    static readonly ScratchFolder _folder = new();

    [ModuleInitializer]
    internal static void Take()
    {
        Environment.SetEnvironmentVariable("HOME", _folder.Path);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove();
    }

    static void Remove()
    {
        try
        {
            _folder.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Something still writes there; the results of the tests are told already.
        }
    }
}
