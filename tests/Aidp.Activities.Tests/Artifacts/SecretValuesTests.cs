using Aidp.Activities.Artifacts;

namespace Aidp.Activities.Tests.Artifacts;

public sealed class SecretValuesTests
{
    [Fact]
    public void Of_Environment_FindsSecretsByNameAndByBeingNamed()
    {
        var environment = new Dictionary<string, string>
        {
            ["GITHUB_TOKEN"] = "ghp_0123456789",
            ["OPENAI_API_KEY"] = "sk-0123456789",
            ["DB_PASSWORD"] = "short",
            ["PATH"] = "/usr/bin:/bin",
            ["MY_LICENCE"] = "licence-0123456789",
        };

        Assert.Equal(["ghp_0123456789", "licence-0123456789", "sk-0123456789"], SecretValues.Of(environment, ["MY_LICENCE"]));
    }
}
