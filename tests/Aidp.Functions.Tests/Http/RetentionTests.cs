using System.Net;
using Aidp.Activities;
using Aidp.Activities.Artifacts;
using Aidp.Activities.Workspaces;
using Aidp.Functions.Triggers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Aidp.Functions.Tests.Http;

public sealed class RetentionTests(ApiHost host) : ApiContract(host)
{
    const string Agent = "cat > /dev/null; echo line >> progress.txt; echo 'STATUS: COMPLETE'";

    [Fact]
    public async Task Run_EndedLongAgo_IsForgottenAndItsBranchIsKept()
    {
        Assert.SkipWhen(Host.Services is null, "Needs the host in this process.");
        using var repository = TestRepository.Create();
        var id = NewId();
        await StartAsync(Body(repository, id, Agent));
        var branch = (await EndAsync(id)).GetProperty("result").GetProperty("branch").GetString()!;

        await NightAsync(TimeSpan.FromDays(29));
        using (var kept = await Client.GetAsync(new Uri($"api/runs/{id}", UriKind.Relative), Cancellation))
        {
            Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        }

        await NightAsync(TimeSpan.FromDays(31));
        await NightAsync(TimeSpan.FromDays(31));

        using var gone = await Client.GetAsync(new Uri($"api/runs/{id}", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Empty(await Host.Services.GetRequiredService<ArtifactStore>().ListAsync(id, cancellationToken: Cancellation));
        Assert.Equal("line\nline\n"u8, repository.Show($"{branch}:progress.txt"));
    }

    [Fact]
    public async Task Runs_WhoseCloneIsDamagedOrWasNeverMade_KeepNoOtherRun()
    {
        Assert.SkipWhen(Host.Services is null, "Needs the host in this process.");
        using var sound = TestRepository.Create();
        using var damaged = TestRepository.Create();
        var name = NewId();
        string[] ids = [$"{name}-1", $"{name}-2", $"{name}-3", $"{name}-4"];
        var nowhere = Body(sound, ids[1], Agent);
        nowhere["repository"] = new { location = $"/no/such/{name}", baseCommit = sound.Commit };
        await StartAsync(Body(damaged, ids[0], Agent));
        await StartAsync(nowhere);
        await StartAsync(Body(sound, ids[2], Agent));
        await StartAsync(Body(damaged, ids[3], Agent));
        await Task.WhenAll(ids.Select(EndAsync));
        var head = Path.Combine(Host.Services.GetRequiredService<StateFolder>().Repository(damaged.Folder), "HEAD");
        File.Delete(head);

        await NightAsync(TimeSpan.FromDays(31));
        Assert.Equal([ids[0], ids[3]], await LeftAsync(name));

        await File.WriteAllTextAsync(head, "ref: refs/heads/main\n", Cancellation);
        await NightAsync(TimeSpan.FromDays(31));
        Assert.Empty(await LeftAsync(name));
    }

    [Fact]
    public async Task Run_ThatWasTerminatedWhileItsLoopGoesOn_IsKeptUntilThatHasEnded()
    {
        Assert.SkipWhen(Host.Services is null, "Needs the host in this process.");
        var id = NewId();
        await StartAsync(Body(id, "cat > /dev/null; sleep 600"));
        await UntilAsync(id, run => run.TryGetProperty("state", out var state) && state.GetString() == "APPLY_PATCH");
        var client = Host.Services.GetRequiredService<DurableTaskClient>();
        await client.TerminateInstanceAsync(id, "enough", Cancellation);
        await client.WaitForInstanceCompletionAsync(id, Cancellation);

        await NightAsync(TimeSpan.FromDays(31));
        Assert.Equal([id], await LeftAsync(id));

        using var cancel = await Client.PostAsync(new Uri($"api/runs/{id}/cancel", UriKind.Relative), null, Cancellation);
        await EndAsync(id);
        await NightAsync(TimeSpan.FromDays(31));
        Assert.Empty(await LeftAsync(id));
    }

    async Task<IEnumerable<string?>> LeftAsync(string name) =>
        (await GetAsync($"api/runs?idPrefix={name}")).GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("id").GetString()).Order(StringComparer.Ordinal);

    Task NightAsync(TimeSpan later)
    {
        var services = Host.Services!;
        var retention = new RunRetention(services.GetRequiredService<RunWorkspaces>(), services.GetRequiredService<ArtifactStore>(), new ArtifactLimits(), new FakeTimeProvider(DateTimeOffset.UtcNow + later));
        return new RetentionTrigger(retention, NullLogger<RetentionTrigger>.Instance).RunAsync(new TimerInfo(), services.GetRequiredService<DurableTaskClient>(), Cancellation);
    }
}
