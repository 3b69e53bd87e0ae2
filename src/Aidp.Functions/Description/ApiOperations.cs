using Aidp.Functions.Api;
using Aidp.Functions.Keys;
using Aidp.Functions.Runs;

namespace Aidp.Functions.Description;

/// <summary>What every route takes and answers, by the name of its function. A test holds this against the triggers and against real answers.</summary>
static class ApiOperations
{
    const string Flag = """{"type":"integer","enum":[0,1],"default":0}""";
    const string Text = "text/plain";

    static readonly ApiParameter _range = new("Range", "One range of bytes that begins somewhere; at most 4 MiB of it are answered.");
    static readonly ApiParameter _lastEventId = new("Last-Event-ID", "The id of the last event that the client got: the stream goes on after it.");
    static readonly ApiParameter _after = new("after", "The same as the header Last-Event-ID, for clients that cannot set it on their first connection.");
    static readonly ApiParameter _once = new(IdempotencyKey.Header, "The same request with the same key counts once.");
    static readonly ApiAnswer _accepted = ApiAnswer.Json<SignalView>(202, "The run was told; its status shows what becomes of it.");
    static readonly ApiAnswer[] _bytes = [ApiAnswer.Other(200, "All bytes that there are so far.", Text), ApiAnswer.Other(206, "The range.", Text)];

    /// <summary>All of them.</summary>
    public static IReadOnlyDictionary<string, ApiOperation> All { get; } = new Dictionary<string, ApiOperation>(StringComparer.Ordinal)
    {
        ["Health"] = new("Says that the host is there.") { NeedsKey = false, Answers = [ApiAnswer.Json<HealthView>(200, "It is there.")] },
        ["OpenApi"] = new("This document.") { Answers = [ApiAnswer.Other(200, "The document.", "application/json")] },
        ["StartRun"] = new("Starts a run.")
        {
            Body = typeof(StartRunBody),
            Headers = [new(IdempotencyKey.Header, "The same request with the same key is the same run.")],
            Answers = [ApiAnswer.Json<RunView>(202, "The run was accepted, now or by the same request before.")],
        },
        ["ListRuns"] = new("Lists runs, page by page.")
        {
            Query =
            [
                new("status", "Only runs that stand like one of these, separated by commas."),
                new("repository", "Only runs on the repository at this place."),
                new("idPrefix", "Only runs whose id begins like this."),
                new("limit", "How many runs a page should have.", """{"type":"integer","minimum":1,"maximum":200,"default":50}"""),
                new("after", "The value of next on the page before."),
            ],
            Answers = [ApiAnswer.Json<RunPage>(200, "A page.")],
        },
        ["GetRun"] = Looks<RunView>("The run as it stands, or as it ended."),
        ["GetRunWhy"] = Looks<WhyView>("What the run waits for right now, or why it ended, in one line."),
        ["DeleteRun"] = new("Removes a run that has ended.") { Answers = [ApiAnswer.Empty(204, "It is gone; its branch stays.")] },
        ["GetRunIterations"] = new("What happened in each iteration.")
        {
            Query = [new("after", "Only changes of state with a higher sequence number.", """{"type":"integer","minimum":0,"default":0}""")],
            Answers = [ApiAnswer.Json<IterationList>(200, "The iterations, from 0.")],
        },
        ["GetRunHistory"] = new("The durable history.")
        {
            Query = [new("payloads", "Whether to show what went into and came out of every step.", Flag), new("recorded", "Whether to show all that there is, to be replayed elsewhere.", Flag)],
            Answers = [new(200, "The history of the run and of its work loop.", [typeof(HistoryView), typeof(RecordedRun)], "application/json")],
        },
        ["GetRunLogs"] = new("What agents and checks print; it grows while the run goes on.") { Headers = [_range], Answers = _bytes },
        ["GetRunDiff"] = new("The change that the run made so far, as a patch.") { Answers = [ApiAnswer.Other(200, "The patch.", "text/x-diff")] },
        ["GetRunEvents"] = new("Tells the run while it happens, as server-sent events, to its end.")
        {
            Query =
            [
                _after,
                new("output", "Whether to tell what agents and checks print.", """{"type":"integer","enum":[0,1],"default":1}"""),
                new("outputFrom", "Of what they print, only what stands from this byte of /logs on.", """{"type":"integer","minimum":0,"default":0}"""),
                new("status", "Whether to tell, as events without an id, how the run stands: after what has happened, and whenever that changes.", Flag),
            ],
            Headers = [_lastEventId],
            Answers = [ApiAnswer.Other(200, "A stream; it ends after 200 s, and the client comes again.", "text/event-stream"), ApiAnswer.Empty(204, "The client has got the end.")],
        },
        ["GetEvents"] = new("Tells all runs while they happen, as server-sent events, from now on: 200 at a time, the others when one of these has ended. Of more that go on when a client begins, the older ones are not told.")
        {
            Query = [_after],
            Headers = [_lastEventId],
            Answers = [ApiAnswer.Other(200, "A stream; it ends after 200 s, and the client comes again.", "text/event-stream")],
        },
        ["ListArtifacts"] = Looks<ArtifactList>("Lists the artifacts of a run."),
        ["GetArtifact"] = new("One artifact.") { Headers = [_range], Answers = _bytes },
        ["PauseRun"] = Signals<ControlBody>("Asks the run to stop before its next step."),
        ["ResumeRun"] = Signals<ControlBody>("Asks the run to go on."),
        ["CancelRun"] = Signals<ControlBody>("Asks the run to end, with its running step; the work is kept."),
        ["ListInstructions"] = Looks<InstructionList>("What the agents of the run were told while it went on."),
        ["InjectInstruction"] = Signals<InstructionBody>("Tells the agents of the run something.", optional: false),
        ["GetGuardPolicy"] = Looks<GuardPolicyView>("What agents may change."),
        ["UpdateGuardPolicy"] = Signals<GuardPolicyBody>("Replaces the given parts of the guard policy.", optional: false),
        ["ListApprovals"] = Looks<ApprovalList>("The files that wait for a person."),
        ["DecideApprovals"] = Signals<ApprovalBody>("Approves of files that wait, or denies them.", optional: false),
        ["ListKeys"] = Looks<KeyList>("Lists the keys; needs a full key."),
        ["CreateKey"] = new("Makes a key, and shows it this once.") { Body = typeof(CreateKeyBody), Answers = [ApiAnswer.Json<NewKeyView>(201, "The key.")] },
        ["RevokeKey"] = new("Revokes a key.") { Answers = [ApiAnswer.Empty(204, "No request with it is answered any more.")] },
    };

    static ApiOperation Looks<T>(string summary) => new(summary) { Answers = [ApiAnswer.Json<T>(200, "As it is now.")] };

    static ApiOperation Signals<T>(string summary, bool optional = true) => new(summary) { Body = typeof(T), BodyIsOptional = optional, Headers = [_once], Answers = [_accepted] };
}
