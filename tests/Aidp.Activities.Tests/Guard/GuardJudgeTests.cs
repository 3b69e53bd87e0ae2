using Aidp.Activities.Git;
using Aidp.Activities.Guard;
using Aidp.Activities.Tests.Workspaces;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Tests.Guard;

/// <summary>The judgement itself, on commits that plain git made.</summary>
public sealed class GuardJudgeTests : WorkspaceFixture
{
    readonly string _base;

    public GuardJudgeTests()
    {
        User.Init().Write("readme.md", "hello\n").Write("src/code.cs", "one\ntwo\n").Write("docs/guide.md", "guide\n").Write("vendor/lib.js", "lib\n")
            .Write(".github/workflows/ci.yml", "on: push\n").Write("package.json", "{}\n").Commit("Base");
        _base = User.Head;
    }

    static GuardSettings None { get; } = new();

    public static TheoryData<string, string, string, string> Violations { get; } = new()
    {
        // What changes, the rule, the file, and the settings that are in force as "list: patterns".
        { "echo x >> .github/workflows/ci.yml", "protected", ".github/workflows/ci.yml", "" },
        { "rm .github/workflows/ci.yml", "protected", ".github/workflows/ci.yml", "" },
        { "git mv .github/workflows/ci.yml docs/ci.yml", "protected", ".github/workflows/ci.yml", "" },
        { "git mv readme.md .github/workflows/new.yml", "protected", ".github/workflows/new.yml", "" },
        { "chmod +x .github/workflows/ci.yml", "protected", ".github/workflows/ci.yml", "" },
        { "mkdir -p .GitHub/Workflows && echo x > .GitHub/Workflows/ci.yml", "protected", ".GitHub/Workflows/ci.yml", "" },
        { "mkdir -p src/.claude && echo x > src/.claude/settings.json", "protected", "src/.claude/settings.json", "" },
        { "echo x > .mcp.json", "protected", ".mcp.json", "" },
        { "echo x > .gitattributes", "protected", ".gitattributes", "" },
        { "echo x > src/.gitattributes", "protected", "src/.gitattributes", "" },
        { "echo x > .gitmodules", "protected", ".gitmodules", "" },
        { "echo x > aidp.yml", "protected", "aidp.yml", "" },
        { "mkdir .aidp && echo x > .aidp/aidp.yml", "protected", ".aidp/aidp.yml", "" },
        { "rm -r .github/workflows && ln -s ../docs .github/workflows", "protected", ".github/workflows", "" },
        { "git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),sub", "protected", "sub", "" },
        { "ln -s /etc/passwd src/link", "link", "src/link", "" },
        { "ln -s ../../outside src/link", "link", "src/link", "" },
        { "mkdir -p a/b && ln -s ../.. a/b/l && ln -s a/b/l/../x m", "link", "m", "" },
        { "ln -s code.cs/../../x src/link", "link", "src/link", "" },
        { "ln -s .git/hooks hooks", "link", "hooks", "" },
        { "echo x >> vendor/lib.js", "exclude", "vendor/lib.js", "exclude: vendor/" },
        { "rm -r vendor && ln -s docs vendor", "exclude", "vendor", "exclude: vendor/" },
        { "echo x > src/.env", "exclude", "src/.env", "exclude: .env" },
        { "chmod +x src/code.cs", "exclude", "src/code.cs", "exclude: /src/*.cs" },
        { "echo x > ':(top)x.pem'", "exclude", ":(top)x.pem", "exclude: *.pem" },
        { "echo x > docs/new.md", "include", "docs/new.md", "include: /src/" },
        { "git mv src/code.cs docs/code.cs", "include", "docs/code.cs", "include: /src/" },
        { "echo x > package.json", "confirm", "package.json", "confirm: package.json" },
        { "rm package.json", "confirm", "package.json", "confirm: package.json" },
        { "printf '1\\n2\\n3\\n4\\n' > new", "max_lines_per_commit", "", "max_lines: 3" },
        { "echo x > a; echo x > b; echo x > c", "max_files", "", "max_files: 2" },
    };

    public static TheoryData<string, string> Allowed { get; } = new()
    {
        { "echo x >> src/code.cs; echo x > new; rm docs/guide.md", "" },
        { "echo x > github.yml; mkdir .github/docs; echo x > .github/docs/ci.yml", "" },
        { "ln -s ../docs/guide.md src/link; ln -s code.cs src/other", "" },
        { "mkdir -p a/b; ln -s ../../src/./code.cs a/b/link; ln -s ./../b a/link", "" },
        { "echo x >> .github/workflows/ci.yml", "allow: .github/workflows/ci.yml" },
        { "echo x > .github/workflows/new.yml; echo x > aidp.yml", "allow: .github/workflows/,aidp.yml" },
        { "echo x >> src/code.cs", "include: /src/" },
        { "echo x > vendor/ours.js", "exclude: /vendor/*,!/vendor/ours.js" },
        { "echo x > src/package.json", "confirm: /package.json" },
        { "printf '1\\n2\\n3\\n' > new", "max_lines: 3" },
        { "echo x > a; echo x > b", "max_files: 2" },
    };

    [Theory]
    [MemberData(nameof(Violations))]
    public async Task Judge_WhatThePolicyForbids_IsFound(string script, string rule, string file, string settings)
    {
        var verdict = await JudgeAsync(await ChangeAsync(script), Read(settings));

        var found = verdict.Violations.Concat(verdict.Awaiting.Select(judged => judged.Violation)).Where(violation => violation.Rule == rule);
        Assert.Contains(file.Length == 0 ? null : file, found.Select(violation => violation.File));
    }

    [Theory]
    [MemberData(nameof(Allowed))]
    public async Task Judge_WhatThePolicyAllows_IsClean(string script, string settings)
    {
        var verdict = await JudgeAsync(await ChangeAsync(script), Read(settings));

        Assert.Empty(verdict.Violations);
        Assert.Empty(verdict.Awaiting);
    }

    [Fact]
    public async Task Judge_NameThatIsNoText_IsMatchedAndCannotBeApprovedOf()
    {
        var commit = await ChangeAsync("""printf x > "$(printf 'src/\377.pem')"; printf y > "$(printf 'src/\376.txt')" """);

        // .NET cannot remove them.
        await ShellAsync(User.Path, "rm -r src");

        var verdict = await JudgeAsync(commit, new() { Exclude = ["*.pem"], Confirm = ["*.txt"] });

        Assert.Equal([("exclude", false), ("denied", false)], verdict.Forbidden.Select(judged => (judged.Violation.Rule, judged.Change.Path.IsText)));
        Assert.Equal(["src/\u00ff.pem", "src/\u00fe.txt"], verdict.Forbidden.Select(judged => judged.Change.Path.Raw));
    }

    [Fact]
    public async Task Judge_MoreFilesToApproveThanAPersonIsAskedAbout_AreForbidden()
    {
        var commit = await ChangeAsync("for i in $(seq 101); do echo x > file$i.lock; done");

        var verdict = await JudgeAsync(commit, new() { Confirm = ["*.lock"] });

        Assert.Equal((101, 0), (verdict.Forbidden.Count, verdict.Awaiting.Count));
    }

    [Fact]
    public async Task Judge_DecisionAboutAFile_HoldsForItsContentOnly()
    {
        var confirm = new GuardSettings { Confirm = ["package.json"] };
        var first = await ChangeAsync("echo one > package.json");
        var second = await ChangeAsync("echo two > package.json");
        GuardDecision approved = new(first, ["package.json"], Approved: true), denied = new(second, ["package.json"], Approved: false, "ann", "No.");

        Assert.True((await JudgeAsync(first, confirm, approved)).IsClean);
        var changed = Assert.Single((await JudgeAsync(second, confirm, approved)).Awaiting);
        Assert.Equal("denied", Assert.Single((await JudgeAsync(second, confirm, approved, denied)).Forbidden).Violation.Rule);

        // What is undone goes back to what was approved of, and not to the base.
        Assert.Equal(User.Git("rev-parse", $"{first}:package.json"), changed.Allowed.Id);
        Assert.True((await JudgeAsync(await ChangeAsync("echo one > package.json"), confirm, approved, denied)).IsClean);
    }

    [Fact]
    public async Task Judge_LimitThatTheCommitBeforeExceeded_ForbidsOnlyMore()
    {
        var settings = new GuardSettings { MaxLinesPerCommit = 2 };
        var before = await ChangeAsync("printf '1\\n2\\n3\\n4\\n' > new");
        var less = await ChangeAsync("printf '1\\n2\\n3\\n' > new");
        var more = await ChangeAsync("printf '1\\n2\\n3\\n4\\n5\\n' > new");

        Assert.Empty((await Judge(settings).JudgeAsync(less, before, Stop)).Limits);
        Assert.NotEmpty((await Judge(settings).JudgeAsync(more, before, Stop)).Limits);
        Assert.NotEmpty((await Judge(settings).JudgeAsync(less, null, Stop)).Limits);
    }

    [Fact]
    public async Task Judge_UserWhoIgnoresEverything_ChangesNothing()
    {
        User.Write(".git/info/exclude", "*\n").Git("config", "core.excludesFile", "/dev/null");

        Assert.True((await JudgeAsync(await ChangeAsync("echo x >> readme.md"), new() { Exclude = ["nothing"] })).IsClean);
    }

    GuardJudge Judge(GuardSettings settings, params GuardDecision[] decisions) => new(
        new GitRepository(GitRunner, Path.Combine(User.Path, ".git")), new GuardPatterns(GitRunner, Directory.CreateDirectory(Folder["guard"]).FullName),
        new GuardPolicy { Settings = settings, Decisions = decisions }, _base);

    Task<GuardVerdict> JudgeAsync(string commit, GuardSettings settings, params GuardDecision[] decisions) => Judge(settings, decisions).JudgeAsync(commit, null, Stop);

    /// <summary>A commit on the base with what a script changes.</summary>
    async Task<string> ChangeAsync(string script)
    {
        User.Git("checkout", "-q", "--detach", "--force", _base);
        User.Git("clean", "-fdq");
        await ShellAsync(User.Path, script);
        if (!script.StartsWith("git update-index", StringComparison.Ordinal))
        {
            User.Git("add", "-A", "--force");
        }

        User.Git("commit", "-q", "-m", "Change");
        return User.Head;
    }

    static GuardSettings Read(string settings) => settings.Split(": ") switch
    {
        ["include", var patterns] => None with { Include = patterns.Split(',') },
        ["exclude", var patterns] => None with { Exclude = patterns.Split(',') },
        ["confirm", var patterns] => None with { Confirm = patterns.Split(',') },
        ["allow", var names] => None with { AllowProtected = names.Split(',') },
        ["max_lines", var most] => None with { MaxLinesPerCommit = int.Parse(most, System.Globalization.CultureInfo.InvariantCulture) },
        ["max_files", var most] => None with { MaxFiles = int.Parse(most, System.Globalization.CultureInfo.InvariantCulture) },
        _ => None,
    };
}
