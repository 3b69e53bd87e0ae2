using Aidp.Embedded.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Aidp.Embedded.Tests.Hosting;

public sealed class TimerHostTests
{
    static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 1, 0, TimeSpan.Zero);

    readonly FakeTimeProvider _time = new(Start);
    readonly TimerLog _log = new();

    [Fact]
    public async Task Run_OnTime_OncePerOccurrence()
    {
        await using var host = await StartAsync(typeof(FiveMinutes), null);
        Assert.Equal(new TimerFact(false, default(DateTime), Utc("12:05")), await AdvanceAsync());
        Assert.Equal(new TimerFact(false, Utc("12:05"), Utc("12:10")), await AdvanceAsync());
    }

    [Fact]
    public async Task Start_MissedWhileDown_RunsOncePastDue()
    {
        using var folder = new TestFolder();
        await using (var first = await StartAsync(typeof(FiveMinutes), folder.Path))
        {
            await AdvanceAsync();
            await first.StopAsync();
        }

        _time.Advance(TimeSpan.FromHours(2));
        await using var second = await StartAsync(typeof(FiveMinutes), folder.Path);
        Assert.Equal(new TimerFact(true, Utc("12:05"), Utc("12:10")), await _log.NextAsync());
        Assert.False((await AdvanceAsync()).IsPastDue);
    }

    [Fact]
    public async Task Start_NothingMissed_WaitsForTheNextOccurrence()
    {
        using var folder = new TestFolder();
        await using (var first = await StartAsync(typeof(FiveMinutes), folder.Path))
        {
            await first.StopAsync();
        }

        await using var second = await StartAsync(typeof(FiveMinutes), folder.Path);
        Assert.Equal(new TimerFact(false, default(DateTime), Utc("12:05")), await AdvanceAsync());
    }

    [Fact]
    public async Task Start_RunOnStartupAndFailingRun_ScheduleGoesOn()
    {
        await using var host = await StartAsync(typeof(FromSetting), null, "00:00:10");
        Assert.Equal(new TimerFact(false, null, null), await _log.NextAsync());
        await AdvanceAsync();
    }

    [Fact]
    public async Task Start_SettingMissing_NamesFunctionAndSetting()
    {
        var problem = await Assert.ThrowsAsync<InvalidFunctionsException>(() => StartAsync(typeof(FromSetting), null));
        Assert.Contains($"{typeof(FromSetting).FullName}.RunAsync", problem.Message, StringComparison.Ordinal);
        Assert.Contains("%Every%", problem.Message, StringComparison.Ordinal);
    }

    static DateTime Utc(string time) => DateTime.SpecifyKind(Start.Date + TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc);

    Task<TestHost> StartAsync(Type functions, string? folder, string? every = null) => TestHost.StartAsync(
        options =>
        {
            options.Types.Add(functions);
            options.TimerFolder = folder;
        },
        builder =>
        {
            builder.Configuration.AddInMemoryCollection([new("Every", every)]);
            builder.Services.AddSingleton<TimeProvider>(_time);
            builder.Services.AddSingleton(_log);
        });

    // A schedule that waits goes on within the call that moves the time; one that was past due gets there in its own time.
    async Task<TimerFact> AdvanceAsync()
    {
        for (var step = 0; step < 100_000 && _log.Waiting == 0; step++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await _log.NextAsync();
    }
}
