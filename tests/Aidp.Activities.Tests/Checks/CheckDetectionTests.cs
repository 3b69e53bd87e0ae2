using Aidp.Activities.Checks;
using Aidp.Activities.Configuration;
using Aidp.Activities.Tests.Processes;

namespace Aidp.Activities.Tests.Checks;

public sealed class CheckDetectionTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("App.sln=;src/App.csproj=<Project/>;tests/T.csproj=<PackageReference Include=\"xunit.v3\"/>", "test: dotnet test")]
    [InlineData("App.sln=;src/App.csproj=<Project/>", "build: dotnet build")]
    [InlineData("A.csproj=<Project/>", "build: dotnet build A.csproj")]
    [InlineData("A.sln=;B.sln=;t/T.csproj=MSTest", "test: dotnet test A.sln")]
    [InlineData("package.json={\"scripts\":{\"test\":\"jest\",\"lint\":\"eslint .\"}}", "test: npm test|lint: npm run lint")]
    [InlineData("package.json={\"scripts\":{\"test\":\"vitest\"}};pnpm-lock.yaml=", "test: pnpm test")]
    [InlineData("package.json={\"scripts\":{\"build\":\"tsc\"}};yarn.lock=", "build: yarn run build")]
    [InlineData("package.json={\"scripts\":{\"test\":\"echo \\\"Error: no test specified\\\" && exit 1\"}}", "")]
    [InlineData("package.json={ not json", "")]
    [InlineData("pyproject.toml=[tool.pytest.ini_options]\n[tool.ruff];tests/test_a.py=", "test: python -m pytest|lint: ruff check")]
    [InlineData("uv.lock=;pyproject.toml=pytest;tests/test_a.py=", "test: uv run python -m pytest")]
    [InlineData("test_a.py=import unittest", "test: python -m unittest discover")]
    [InlineData("a.py=print(1)", "")]
    [InlineData("requirements.txt=trufflehog\n# ruff, some day\npytest-ruff-like;a.py=", "")]
    [InlineData("requirements.txt=ruff==0.5;a.py=", "lint: ruff check")]
    [InlineData("package.json={\"scripts\":{\"test\":\"jest\",\"test\":\"vitest\"}}", "test: npm test")]
    [InlineData("Gemfile=# our standard gems\ngem \"standard-procedure\"\n", "")]
    [InlineData("a.gemspec=spec.add_development_dependency(\"standard\", \"~> 1\")\n", "lint: standardrb")]
    [InlineData("Gemfile=gemspec\n;Gemfile.lock=GEM\n    standard (1.40.0)\n", "lint: bundle exec standardrb")]
    [InlineData("It's (new).csproj=<Project/>", "build: dotnet build 'It'\\''s (new).csproj'")]
    [InlineData("-x.csproj=<Project/>", "build: dotnet build './-x.csproj'")]
    [InlineData("global.json=Microsoft.Testing.Platform;my.project.sln=;b.sln=;t/T.csproj=MSTest", "test: dotnet test --solution b.sln")]
    [InlineData("global.json=Microsoft.Testing.Platform;a.project.sln=;b.sln=;t/T.csproj=MSTest", "test: dotnet test --solution a.project.sln")]
    [InlineData("Cargo.toml=", "test: cargo test")]
    [InlineData("go.mod=;a_test.go=", "test: go test ./...")]
    [InlineData("go.mod=;a.go=", "build: go build ./...")]
    [InlineData("pom.xml=;mvnw=", "test: ./mvnw --batch-mode test")]
    [InlineData("build.gradle.kts=", "test: gradle --console=plain test")]
    [InlineData("Gemfile=gem \"rspec\"\ngem \"standard\";spec/a_spec.rb=", "test: bundle exec rspec|lint: bundle exec standardrb")]
    [InlineData("Makefile=all: a\ntest: all\n\tgo\nlint:\n\tgo\n", "test: make test|lint: make lint")]
    [InlineData("Makefile=test := 1\nall:\n\ttest\n", "")]
    [InlineData("README.md=make test", "")]
    [InlineData("Cargo.toml=;go.mod=;a_test.go=", "test: cargo test|test-go: go test ./...")]
    public void Detect_Files_GivesOnlyWhatIsThere(string files, string expected)
    {
        foreach (var file in files.Split(';').Select(file => file.Split('=', 2)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[file[0]])!);
            File.WriteAllText(_folder[file[0]], file[1]);
        }

        Assert.Equal(expected, string.Join('|', CheckDetection.Detect(_folder.Path).Select(found => $"{found.Check.Name}: {found.Check.Run}")));
    }

    [Fact]
    public void Detect_FolderAndFileThatMayNotBeRead_ArePassedOver()
    {
        File.WriteAllText(_folder["go.mod"], "");
        File.WriteAllText(_folder["package.json"], "{\"scripts\":{\"test\":\"jest\"}}");
        Directory.CreateDirectory(_folder["data"]);
        Directory.CreateDirectory(_folder["src"]);
        File.WriteAllText(_folder["src/a_test.go"], "");

        var found = Unprivileged.Run(_folder.Path, [_folder["data"], _folder["package.json"]], () => CheckDetection.Detect(_folder.Path));

        Assert.Equal(["go test ./..."], found.Select(detected => detected.Check.Run));
    }

    [Fact]
    public void ToYaml_EvidenceWithALineBreak_StaysAComment()
    {
        File.WriteAllText(_folder["a\nb: c.csproj"], "<Project/>");

        Assert.Contains("# a\\u{a}b: c.csproj\n", CheckDetection.ToYaml(CheckDetection.Detect(_folder.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void ToYaml_DetectedChecks_IsAValidConfiguration()
    {
        File.WriteAllText(_folder["Makefile"], "test:\nlint:\n");
        File.WriteAllText(_folder["aidp.yml"], CheckDetection.ToYaml(CheckDetection.Detect(_folder.Path)));

        Assert.Empty(ConfigurationLoader.Validate(_folder["aidp.yml"], ofRepository: true));
        Assert.Contains("run: \"make test\"", File.ReadAllText(_folder["aidp.yml"]), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
