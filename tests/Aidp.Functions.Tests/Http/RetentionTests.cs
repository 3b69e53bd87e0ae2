using System.Net;
using Aidp.Activities;
using Aidp.Activities.Artifacts;
using Aidp.Activities.Workspaces;
using Aidp.Functions.Triggers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Aidp.Functions.Tests.Http;

public sealed class RetentionTests(ApiHost host) : ApiContract(host)
{
    [Fact]
    public async Task Run_EndedLongAgo_IsForgottenAndItsBranchIsKept()
    {
        Assert.SkipWhen(Host.Services is null, "Needs the host in this process.");
        var id = NewId();
        await StartAsync(Body(id));
        await EndAsync(id);

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
    }

    Task NightAsync(TimeSpan later)
    {
        var services = Host.Services!;
        var retention = new RunRetention(services.GetRequiredService<RunWorkspaces>(), services.GetRequiredService<ArtifactStore>(), new ArtifactLimits(), new FakeTimeProvider(DateTimeOffset.UtcNow + later));
        return new RetentionTrigger(retention).RunAsync(new TimerInfo(), services.GetRequiredService<DurableTaskClient>(), Cancellation);
    }
}
