using System.Globalization;
using System.Text.Json;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>How an instance ended must follow from its program, its events and its children.</summary>
static class OutcomeChecks
{
    /// <exception cref="ViolationException">It does not.</exception>
    public static void Check(Incarnation instance, ToyPrograms programs, CommitLog log)
    {
        var end = instance.End!;
        switch (end.Row.Status)
        {
            case OrchestrationRuntimeStatus.Terminated:
                var order = instance.Messages.Select(message => message.Event).OfType<ExecutionTerminatedEvent>().FirstOrDefault();
                Require(order is not null && order.Input == end.Texts!.Output, instance, $"ended as {end.Texts!.Output}, and was terminated as {order?.Input ?? "nothing"}");
                CheckChildren(instance, order!, log);
                break;
            case OrchestrationRuntimeStatus.Failed:
                Require(instance.Started!.Name != ToyOrchestrations.Toy && end.Texts!.Output!.Contains("fickle for the time", StringComparison.Ordinal), instance, $"failed: {end.Texts!.Output}");
                break;
            case OrchestrationRuntimeStatus.Completed when instance.Started!.Name == ToyOrchestrations.Toy:
                CheckLog(instance, programs, log);
                break;
            default:
                break;
        }
    }

    /// <summary>A recursive termination reaches every child that has not ended.</summary>
    static void CheckChildren(Incarnation instance, ExecutionTerminatedEvent order, CommitLog log)
    {
        var left = order.Recursive
            ? log.All.FirstOrDefault(child => child.Started?.Parent?.InstanceId == instance.Id
                && child.MadeIn > instance.MadeIn
                && child.MadeIn < instance.EndedIn
                && (child.EndedIn is not { } end || end > instance.EndedIn)
                && !child.Messages.Exists(message => message.Event is ExecutionTerminatedEvent))
            : null;
        Require(left is null, instance, $"was terminated with its children, and '{left?.Id}' was not");
    }

    static void CheckLog(Incarnation instance, ToyPrograms programs, CommitLog log)
    {
        var input = JsonSerializer.Deserialize<ToyInput>(instance.Started!.Input)!;
        var number = input.Program;
        var words = JsonSerializer.Deserialize<List<string>>(instance.End!.Texts!.Output!)!;
        var wrong = ToyModel.Check(programs, number, instance.Id, words);
        Require(wrong is null, instance, $"logged {wrong}: {string.Join(' ', words)}");
        var status = ToyModel.Status(programs[number]) is { } text ? JsonSerializer.Serialize(text) : null;
        Require(instance.End.Texts.CustomStatus == status, instance, $"has the custom status {instance.End.Texts.CustomStatus} and not {status}");
        // An instance that was restarted goes on from the input of its last generation.
        CheckEvents(instance, [.. words.Skip(input.Log.Count)], programs[number]);
        foreach (var word in words)
        {
            CheckChild(instance, word, log);
        }
    }

    /// <summary>The shared event came in the order in which it was raised, without a gap if nothing is ever dropped; each other one at most once.</summary>
    static void CheckEvents(Incarnation instance, List<string> words, ToyProgram program)
    {
        var raised = Payloads(instance, name => name == ToyWorld.SharedEvent);
        var got = Numbers(words, 'p');
        var inOrder = program.KeepsEvents || program.Generations == 1
            ? got.SequenceEqual(raised.Take(got.Count))
            : got.SequenceEqual(raised.Where(got.Contains));
        Require(inOrder, instance, $"was sent {string.Join(' ', raised)} and took {string.Join(' ', got)}");
        var others = Payloads(instance, name => name != ToyWorld.SharedEvent);
        List<int> alone = [.. Numbers(words, 'a'), .. Numbers(words, 't')];
        Require(alone.Distinct().Count() == alone.Count && alone.TrueForAll(others.Contains), instance, $"took the events {string.Join(' ', alone)} of {string.Join(' ', others)}");
    }

    static List<int> Payloads(Incarnation instance, Predicate<string> isWanted) => [.. instance.Messages
        .Select(message => message.Event)
        .OfType<EventRaisedEvent>()
        .Where(raised => raised.Input != "\"ping\"" && isWanted(raised.Name.ToLowerInvariant()))
        .Select(raised => int.Parse(raised.Input, CultureInfo.InvariantCulture))];

    static List<int> Numbers(List<string> words, char kind) => [.. words
        .Where(word => word[0] == kind && word.Length > 1 && word.Skip(1).All(char.IsAsciiDigit))
        .Select(word => int.Parse(word.AsSpan(1), CultureInfo.InvariantCulture))];

    /// <summary>What a child is said to have answered is how it ended.</summary>
    static void CheckChild(Incarnation instance, string word, CommitLog log)
    {
        if (word.StartsWith("child@", StringComparison.Ordinal))
        {
            var parts = word["child@".Length..].Split('#');
            var ended = log.All.Any(child => child.Id == parts[0] && child.End?.Row.Status == OrchestrationRuntimeStatus.Completed
                && ToyModel.Digest(JsonSerializer.Deserialize<List<string>>(child.End.Texts!.Output!)!) == parts[1]);
            Require(ended, instance, $"had an answer of '{parts[0]}' that it never gave");
        }
        else if (word.StartsWith("lost@", StringComparison.Ordinal) && word.Length > "lost@".Length)
        {
            var id = word["lost@".Length..];
            Require(log.All.Any(child => child.Id == id && child.End?.Row.Status == OrchestrationRuntimeStatus.Terminated), instance, $"lost '{id}', which was not terminated");
        }
    }

    static void Require(bool condition, Incarnation instance, string otherwise)
    {
        if (!condition)
        {
            throw new ViolationException($"'{instance.Id}' {otherwise}");
        }
    }
}
