using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Aidp.Cli.Hosting;
using Aidp.Cli.State;
using Aidp.Cli.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Aidp.Cli.Tests.Hosting;

public sealed class TraceExportTests
{
    [Fact]
    public async Task Collector_NamedInTheEnvironment_GetsTheSpansOfARun()
    {
        var received = new ConcurrentQueue<(string Path, string Body)>();
        await using var collector = await CollectAsync(received);
        using var folder = new TestFolder();
        var repository = TestRepository.Create(folder);
        using var terminal = new TestTerminal(folder)
        {
            Variables =
            {
                [TraceExport.EndpointVariable] = collector.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single(),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=a-test",
            },
        };
        await using (await HostProcess.StartAsync(new HostSettings { State = new StateFolder(folder["state"]) }, terminal.Value, TestContext.Current.CancellationToken))
        {
            var exitCode = await terminal.RunAsync(
                "run", "Write two lines", "--repo", repository, "--agent-command", TestRepository.Agent, "--check", TestRepository.Check, "--state", "state", "--id", "traced");
            Assert.True(exitCode == ExitCodes.Completed, terminal.Out + terminal.Error);
        }

        // The rest was sent when the host stopped.
        Assert.All(received, request => Assert.Equal("/v1/traces", request.Path));
        var all = string.Concat(received.Select(request => request.Body));
        foreach (var expected in (string[])["create_orchestration:AidpOrchestrator", "orchestration:WorkLoop", "activity:ExecuteAgent", "traced", "a-test"])
        {
            Assert.Contains(expected, all, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Write two lines", all, StringComparison.Ordinal);
    }

    [Fact]
    public void NoCollector_InTheEnvironment_AddsNothing()
    {
        var services = new ServiceCollection();
        using var configuration = new ConfigurationManager();

        TraceExport.Add(services, configuration, new Dictionary<string, string> { ["OTEL_SERVICE_NAME"] = "mine" });

        Assert.Empty(services);
        Assert.Null(configuration["OTEL_SERVICE_NAME"]);
    }

    static async Task<WebApplication> CollectAsync(ConcurrentQueue<(string Path, string Body)> received)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            // Names and values are UTF-8 in the binary form, too.
            received.Enqueue((context.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
