using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aidp.Activities.Configuration;
using Aidp.Activities.Processes;
using Aidp.Tools;

namespace Aidp.Activities.Tests.Configuration;

public sealed class PublishedSchemaTests
{
    static readonly string _published = Path.GetFullPath(Path.Combine(NodeTools.Folder, "..", "..", "aidp.schema.json"));

    /// <summary>The same documents for our own validation and for the schema; what only ours can see (between two keys) is not among them.</summary>
    static readonly string[] _documents =
    [
        Samples.Whole,
        "state: /var/lib/aidp\nartifacts: { store: azure, container: aidp, connection_env: STORAGE, run_cap: 2GB, min_free: 1048576, retention: 90d }",
        "git_credentials: [{ host: github.com, token_env: T }, { host: \"git.example:8443\", user: robot, token_file: /run/token }]",
        "git_credentials: [{ host: https://github.com, token_env: T }]",
        "git_credentials: [{ host: github.com, token_file: token }]",
        "git_credentials: [{ token_env: T }]",
        "checks:",
        "agents: [{ name: claude, models: { standard: [a] } }]",
        "max_iteration: 3",
        "max_iterations: 0",
        "max_iterations: \"3\"",
        "budget: { wall_time: 30 }",
        "budget: { wall_time: 1m1h }",
        "budget: { cost_usd: a }",
        "max_prompt: 60kb",
        "checks: [{ name: a }]",
        "checks: [{ name: a, run: true }]",
        "checks: [{ name: a, run: x, category: tets }]",
        "agents: []",
        "agents: [{ name: claude, env: [A=b] }]",
        "agents: [{ name: claude, models: { standard: [] } }]",
        "agents: [{ name: claude, models: { \"Not a tier\": [a] } }]",
        "style_guide: ../x",
        "style_guide: a..b/c",
        "require_tasks: yes",
        "setup: { copy: [/etc/passwd] }",
        "guard: { exclude: [\"!keep\", \"a[bc]*\", /docs/, 'with \\# hash', 漢字] }",
        "guard: { exclude: [\"# secret\"] }",
        "guard: { exclude: [\"a[b\"] }",
        "guard: { exclude: [\"end \"] }",
        "guard: { exclude: [../x] }",
        "guard: { allow_protected: [.github/workflows/ci.yml, .claude/] }",
        "guard: { allow_protected: [\"*\"] }",
        "guard: { max_lines_per_commit: 0 }",
    ];

    [Fact]
    public async Task Published_File_IsInStep()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_SCHEMA") is not null)
        {
            await File.WriteAllTextAsync(_published, PublishedSchema.ToJson(), TestContext.Current.CancellationToken);
        }

        Assert.True(PublishedSchema.ToJson() == await File.ReadAllTextAsync(_published, TestContext.Current.CancellationToken), "aidp.schema.json is out of step: run this test with UPDATE_SCHEMA=1.");
    }

    [Fact]
    public async Task Ajv_SameDocuments_AgreesWithTheValidation()
    {
        _ = NodeTools.Require("ajv");
        var input = new JsonObject { ["schema"] = JsonNode.Parse(PublishedSchema.ToJson()), ["documents"] = new JsonArray([.. _documents.Select(document => ToJson(Read(document)))]) };
        var result = await new ProcessRunner(TimeProvider.System).RunAsync(new ProcessCommand
        {
            Executable = "node",
            Arguments = ["validate.js"],
            WorkingDirectory = NodeTools.Folder,
            Environment = ProcessEnvironment.Create(),
            Input = new StandardInput.Literal(input.ToJsonString()),
            Timeout = TimeSpan.FromMinutes(2),
        }, TestContext.Current.CancellationToken);

        Assert.True(result.IsSuccess, result.Error.Tail);
        var verdicts = JsonSerializer.Deserialize<bool[]>(result.Output.Tail)!;
        Assert.Equal(_documents.Select(IsValid), verdicts);
        Assert.Equal(8, verdicts.Count(valid => valid));
    }

    static bool IsValid(string document)
    {
        var problems = new List<ConfigurationProblem>();
        _ = new SchemaReader("aidp.yml", OriginKind.UserFile, problems).Read(Read(document), ConfigurationSchema.Root, "");
        return problems.Count == 0;
    }

    static YamlTree Read(string document) => new YamlFile("aidp.yml", OriginKind.UserFile, []).Read(new MemoryStream(Encoding.UTF8.GetBytes(document)))!;

    static JsonNode? ToJson(YamlTree tree) => tree switch
    {
        YamlFields fields => new JsonObject(fields.Fields.Select(field => KeyValuePair.Create(field.Key.Value, ToJson(field.Value)))),
        YamlItems items => new JsonArray([.. items.Items.Select(ToJson)]),
        YamlText { Kind: YamlScalarKind.Integer } text => long.Parse(text.Value, CultureInfo.InvariantCulture),
        YamlText { Kind: YamlScalarKind.Real } text => decimal.Parse(text.Value, CultureInfo.InvariantCulture),
        YamlText { Kind: YamlScalarKind.Flag } text => bool.Parse(text.Value),
        YamlText { Kind: YamlScalarKind.Text } text => text.Value,
        _ => null,
    };
}
