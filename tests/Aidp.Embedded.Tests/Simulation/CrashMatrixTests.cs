using Aidp.Embedded.Dispatch;
using Aidp.Embedded.Tests.Engine;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>Every orchestration of the acceptance list, cut off before and after each of its commits, ends as if nothing had happened.</summary>
public sealed class CrashMatrixTests(ITestOutputHelper output)
{
    const int MostCommits = 500;

    public static TheoryData<string> Names => [.. AcceptanceCases.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void AcceptanceCase_CutOffAtEveryCommit_EndsTheSame(string name) => Seeds.Each(0, 1, _ =>
    {
        var cuts = 0;
        foreach (var (store, eviction) in new[] { (StoreKind.Memory, Eviction.WhenIdle), (StoreKind.Memory, Eviction.AtEveryAwait), (StoreKind.Sqlite, Eviction.WhenIdle) })
        {
            foreach (var cut in new[] { CutOff.BeforeCommit, CutOff.AfterCommit })
            {
                var commit = 1;
                while (Run(AcceptanceCases.All[name], store, eviction, commit, cut))
                {
                    Assert.InRange(++commit, 2, MostCommits);
                }

                Assert.True(commit > 2, "an instance is made in one commit and ends in another");
                cuts += commit - 1;
            }
        }

        output.WriteLine($"{name}: cut off {cuts} times");
        return true;
    });

    /// <summary>Runs a case to its end; false when there was no such commit.</summary>
    static bool Run(AcceptanceCase acceptance, StoreKind store, Eviction eviction, int commit, CutOff cut)
    {
        using var run = new AcceptanceRun(acceptance.Functions(), store, eviction, commit, cut);
        try
        {
            acceptance.Run(run);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new InvalidOperationException($"{acceptance.Name} on {store}, {eviction}: {cut} {commit}: {e.Message}", e);
        }

        return run.WasCut;
    }
}
