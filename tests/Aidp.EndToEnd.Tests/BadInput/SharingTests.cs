using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aidp.EndToEnd.Tests.Running;

namespace Aidp.EndToEnd.Tests.BadInput;

/// <summary>Two of what there should be one of.</summary>
public sealed class SharingTests
{
    [Fact]
    public async Task Run_TwoAtOnceOnOneRepository_BothCompleteOnBranchesOfTheirOwn()
    {
        using var repository = await UserRepository.CreateAsync();
        using var host = await ServeAsync(repository);
        var before = await repository.LookAsync();

        var ends = await Task.WhenAll(StartAsync(repository, "one"), StartAsync(repository, "two"));

        Assert.All(ends, end => end.AssertExit(0));
        Assert.Equal(["aidp/one", "aidp/two"], await repository.BranchesAsync());
        Assert.Equal(before, await repository.LookAsync());
    }

    [Fact]
    public async Task Run_TwoInTheForegroundAtOnce_BothComplete()
    {
        using var repository = await UserRepository.CreateAsync();

        var ends = await Task.WhenAll(repository.RunAsync("--id", "one", "--agent-command", UserRepository.Agent), repository.RunAsync("--id", "two", "--agent-command", UserRepository.Agent));

        Assert.All(ends, end => end.AssertExit(0));
        Assert.Equal(["aidp/one", "aidp/two"], await repository.BranchesAsync());
    }

    [Fact]
    public async Task Ps_SeveralAtOnceWithoutAHost_AreAnsweredByTheOneThatComesFirst()
    {
        using var repository = await UserRepository.CreateAsync();
        try
        {
            var ends = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AidpProcess.RunAsync(["ps", "--state", repository.State])));

            Assert.All(ends, end => end.AssertExit(0));
        }
        finally
        {
            BackgroundHost.Kill(repository.State);
        }
    }

    [Fact]
    public async Task Serve_SecondProcessOnTheSameState_NamesTheFirst()
    {
        using var repository = await UserRepository.CreateAsync();
        using var host = await ServeAsync(repository);

        var second = await AidpProcess.RunAsync(["serve", "--port", "0", "--state", repository.State]);

        second.AssertExit(2);
        Assert.Contains($"Another host (process {host.Id}, ", second.Error, StringComparison.Ordinal);
        Assert.Contains("or give another folder with --state DIR", second.Error, StringComparison.Ordinal);
        Assert.False(host.HasExited);
    }

    [Fact]
    public async Task Serve_PortThatIsTaken_SaysHowToTakeAnother()
    {
        using var repository = await UserRepository.CreateAsync();
        using var taker = new TcpListener(IPAddress.Loopback, 0);
        taker.Start();
        var port = ((IPEndPoint)taker.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var end = await AidpProcess.RunAsync(["serve", "--port", port, "--state", repository.State]);

        end.AssertExit(2);
        Assert.Contains($"Port {port} cannot be had: Address already in use. Choose another one with --port PORT; 0 takes any that is free.", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ForegroundWhereAHostIsAtWork_LeavesTheRunToIt()
    {
        using var repository = await UserRepository.CreateAsync();
        using var host = await ServeAsync(repository);

        var end = await repository.RunAsync("--agent-command", UserRepository.Agent);

        end.AssertExit(0);
        Assert.Contains("It is at work, so this run is left to it.", end.Error, StringComparison.Ordinal);
        Assert.Equal("work", await repository.ResultAsync("work.txt"));
    }

    static Task<AidpResult> StartAsync(UserRepository repository, string id) =>
        AidpProcess.RunAsync(["run", "Do it.", "--id", id, "--repo", repository.Path, "--state", repository.State, "--yes", "--agent-command", UserRepository.Agent]);

    static async Task<AidpProcess> ServeAsync(UserRepository repository)
    {
        var host = AidpProcess.Start(["serve", "--port", "0", "--state", repository.State]);
        for (var begun = Stopwatch.GetTimestamp(); !host.Output.Contains("Ctrl-C", StringComparison.Ordinal); await Task.Delay(20, TestContext.Current.CancellationToken))
        {
            Assert.True(!host.HasExited && Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(60), $"The host did not start.\n{host.Error}");
        }

        return host;
    }
}
