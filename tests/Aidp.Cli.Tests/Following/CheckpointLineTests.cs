using Aidp.Cli.Following;

namespace Aidp.Cli.Tests.Following;

public sealed class CheckpointLineTests
{
    [Fact]
    public void Of_TheFirstCheckpoint_LeavesOutWhatNoReportTells() => Assert.Equal(
        "checkpoint: 1 file changed, 12 lines added, 0 lines removed, 1 of 2 required checks passed",
        CheckpointLine.Of(new() { FilesChanged = 1, LinesAdded = 12, ChecksPassed = 1, ChecksRun = 2 }, null));

    [Fact]
    public void Of_ALaterCheckpoint_ShowsTheTrend() => Assert.Equal(
        "checkpoint: 3 files changed (+2), 1 line added (-11), 1 line removed (+1), 2 of 2 required checks passed (+1), 40 tests passed (+3), 0 tests failed (-2), 71.3 % of lines covered (+0.4)",
        CheckpointLine.Of(
            new() { FilesChanged = 3, LinesAdded = 1, LinesRemoved = 1, ChecksPassed = 2, ChecksRun = 2, TestsPassed = 40, TestsFailed = 0, Coverage = 71.34 },
            new() { FilesChanged = 1, LinesAdded = 12, ChecksPassed = 1, ChecksRun = 2, TestsPassed = 37, TestsFailed = 2, Coverage = 70.9 }));

    [Fact]
    public void Of_WhatStaysTheSame_HasNoTrend() => Assert.DoesNotContain("(", CheckpointLine.Of(new() { FilesChanged = 1, Coverage = 70.01 }, new() { FilesChanged = 1, Coverage = 70 }), StringComparison.Ordinal);
}
