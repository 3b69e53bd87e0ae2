using Aidp.Activities.Activities;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Aidp.Activities.Tests.Checks;

public sealed class CheckActivitiesTests
{
    [Theory]
    [InlineData(typeof(RunTests))]
    [InlineData(typeof(RunLinter))]
    [InlineData(typeof(DiagnoseFailure))]
    [InlineData(typeof(CollectMetrics))]
    public async Task Services_OfTheHost_CanBuildTheActivity(Type activity)
    {
        await using var provider = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddAidpActivities().BuildServiceProvider();

        Assert.IsType(activity, ActivatorUtilities.CreateInstance(provider, activity));
    }
}
