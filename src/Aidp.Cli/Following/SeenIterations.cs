using Aidp.Cli.Client;
using Aidp.Functions.Events;
using Aidp.Functions.Runs;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Cli.Following;

/// <summary>What the events of a run have told of its iterations so far.</summary>
sealed class SeenIterations
{
    readonly SortedDictionary<int, IterationView> _iterations = [];
    List<Transition> _new = [];

    /// <summary>Adds what an event tells.</summary>
    public void Add(HostEvent told)
    {
        switch (told.Name)
        {
            case "state":
                var transition = told.Read<Transition>();
                _new.Add(transition);
                Change(transition.Iteration, known => known with { Transitions = [.. known.Transitions, transition] });
                break;
            case "agent":
                var agent = told.Read<AgentData>();
                Change(agent.Iteration, known => known with { Agents = [.. known.Agents, agent.Call] });
                break;
            case "check":
                var check = told.Read<CheckData>();
                Change(check.Iteration, known => known with { Checks = [.. known.Checks, check.Check] });
                break;
            default:
                break;
        }
    }

    /// <summary>What is new since this was asked last, with how the run stands now.</summary>
    public RunProgress Take(RunView run)
    {
        var taken = _new;
        _new = [];
        return new(run, taken, taken.Count == 0 ? [] : [.. _iterations.Values]);
    }

    void Change(int number, Func<IterationView, IterationView> change) =>
        _iterations[number] = change(_iterations.GetValueOrDefault(number) ?? new(number, [], [], []));
}
