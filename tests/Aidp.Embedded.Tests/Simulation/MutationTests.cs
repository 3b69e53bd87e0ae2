namespace Aidp.Embedded.Tests.Simulation;

public sealed class MutationTests(ITestOutputHelper output)
{
    const ulong Most = 1_000;

    [Fact]
    public void BrokenEngines_EachInOneWay_AreAllCaught()
    {
        var names = Mutations.All.Keys.ToList();
        var caught = new SimulationResult?[names.Count];
        Seeds.Each(0, (ulong)names.Count, number =>
        {
            caught[number] = FirstCaught(Mutations.All[names[(int)number]]);
            return true;
        });

        output.WriteLine($"{"An engine that",-45} | caught by seed | because");
        for (var i = 0; i < names.Count; i++)
        {
            output.WriteLine($"{names[i],-45} | {caught[i]?.Seed.ToString() ?? "never",14} | {caught[i]?.Violation?.Split(Environment.NewLine)[0]}");
        }

        Assert.All(caught, result => Assert.NotNull(result));
    }

    static SimulationResult? FirstCaught(SimulationSettings settings)
    {
        for (ulong seed = 1; seed <= Most; seed++)
        {
            if (Simulation.Run(seed, settings) is { Violation: not null } result)
            {
                return result;
            }
        }

        return null;
    }
}
