using Aidp.Cli.Jobs;
using Aidp.Functions.Runs;

namespace Aidp.Cli.Tests.Jobs;

public sealed class JobTests
{
    static readonly DateTimeOffset _start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string, double, double?, bool> Cases => new()
    {
        { "a step ended a moment ago", "Running", 59, null, false },
        { "nothing for 10 minutes", "Running", 50, null, true },
        { "the agent wrote, the iteration is old", "Running", 0, 51, false },
        { "the agent has been silent too", "Running", 0, 50, true },
        { "an output of an earlier step", "Running", 55, 10, false },
        { "not even begun", "Pending", 0, null, true },
        { "cancelled, and still there", "Cancelling", 40, 41, true },
        { "paused by a person", "Paused", 0, null, false },
        { "waits for a quota", "Waiting", 0, null, false },
        { "has ended", "Completed", 0, null, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Judge_AtTheSixtiethMinute_GoesByTheLastSignOfLife(string situation, string status, double updatedAt, double? outputAt, bool stuck)
    {
        var run = new RunView { Id = "r", Status = Enum.Parse<RunState>(status), Why = situation, CreatedAt = _start, UpdatedAt = _start.AddMinutes(updatedAt) };

        var job = Job.Judge(run, outputAt is { } minutes ? _start.AddMinutes(minutes) : null, _start.AddMinutes(60));

        Assert.Equal(stuck, job.IsStuck);
        Assert.Equal(_start.AddMinutes(Math.Max(updatedAt, outputAt ?? 0)), job.Heartbeat);
    }
}
