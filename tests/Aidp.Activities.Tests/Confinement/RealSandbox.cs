using Aidp.Activities.Confinement;
using Aidp.Activities.Processes;

namespace Aidp.Activities.Tests.Confinement;

/// <summary>The sandbox of the machine that the tests run on.</summary>
static class RealSandbox
{
    /// <summary>Goes on where there is one. Elsewhere the test is skipped; where <c>CI</c> is set it fails instead.</summary>
    public static async Task RequireAsync()
    {
        if (await new Bubblewrap().TryAsync(new ProcessRunner(TimeProvider.System), TestContext.Current.CancellationToken) is { } problem)
        {
            Assert.True(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")), problem.ToString());
            Assert.Skip(problem.ToString());
        }
    }
}
