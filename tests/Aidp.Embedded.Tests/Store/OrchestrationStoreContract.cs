using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Store;

namespace Aidp.Embedded.Tests.Store;

/// <summary>What every store does, whatever it is made of.</summary>
public abstract class OrchestrationStoreContract : IDisposable
{
    static readonly DateTime Now = new(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    internal abstract OrchestrationStore Store { get; }

    [Fact]
    public void Start_OfANewId_IsDoneDeliveredAndFound()
    {
        var outcome = Store.Commit([Start("a")]);

        Assert.Equal(WriteVerdict.Done, Assert.Single(outcome.Results).Verdict);
        Assert.Equal(new Delivery("a", Store.Find("a")!.Key, 0, null), Assert.Single(outcome.Deliveries));
        var row = Store.Find("a")!;
        Assert.Equal((OrchestrationRuntimeStatus.Pending, "Name", 1, 1), (row.Status, row.Name, row.Steps, row.Events));
        Assert.Null(Store.Find("b"));
    }

    [Fact]
    public void Start_OfAnUnfinishedId_IsRefusedAndDoesTheOtherThing()
    {
        Store.Commit([Start("parent"), Start("a")]);

        var outcome = Store.Commit([Start("a") with { IfRefused = new MessageWrite("parent", Raised("refused")) }]);

        Assert.Equal(new WriteResult(WriteVerdict.Refused, OrchestrationRuntimeStatus.Pending), Assert.Single(outcome.Results));
        Assert.Equal("parent", Assert.Single(outcome.Deliveries).InstanceId);
    }

    [Fact]
    public void Start_OfAFinishedId_ReplacesIt_UnlessItsStateIsForbidden()
    {
        Store.Commit([Start("a")]);
        Step("a", row => row with { Status = OrchestrationRuntimeStatus.Failed }, new OrchestratorCompletedEvent(-1));

        Assert.Equal(WriteVerdict.Refused, Store.Commit([Start("a") with { Forbidden = [OrchestrationRuntimeStatus.Failed] }]).Results[0].Verdict);
        Assert.Equal(WriteVerdict.Done, Store.Commit([Start("a")]).Results[0].Verdict);
        Assert.Equal((OrchestrationRuntimeStatus.Pending, 1), (Store.Find("a")!.Status, Store.Load("a")!.History.Count));
    }

    [Fact]
    public void Step_Committed_AddsHistoryConsumesMessagesAndSendsNewOnes()
    {
        Store.Commit([Start("a"), Start("b")]);
        var key = Store.Commit([new MessageWrite("a", Raised("one")), new MessageWrite("a", Raised("two"))]).Deliveries[0].Key;
        var row = Store.Find("a")!;

        var outcome = Store.Commit(
        [
            new StepWrite(
                row with { Status = OrchestrationRuntimeStatus.Running, Steps = 2, Events = 3, OpenActivities = 1 },
                [new OrchestratorStartedEvent(-1) { Timestamp = Now }, new TaskScheduledEvent(0, "Do", input: "1") { Timestamp = Now }],
                [key],
                [new MessageWrite("b", Raised("sent")), new MessageWrite("nobody", Raised("lost"))])
            {
                Texts = new("status"),
            },
        ]);

        Assert.Equal("b", Assert.Single(outcome.Deliveries).InstanceId);
        var image = Store.Load("a")!;
        Assert.Equal([EventType.OrchestratorStarted, EventType.ExecutionStarted, EventType.TaskScheduled], image.History.Select(item => item.EventType));
        Assert.Equal("two", ((EventRaisedEvent)Assert.Single(image.Messages).Event!).Name);
        Assert.Equal("status", image.CustomStatus);
    }

    [Fact]
    public void Step_ThatDoesNotFollowTheLastOne_IsAnErrorAndChangesNothing()
    {
        Store.Commit([Start("a")]);
        var row = Store.Find("a")!;

        Assert.Throws<StoreException>(() => Store.Commit([Start("b"), new StepWrite(row with { Steps = 3, Events = 2 }, [new OrchestratorCompletedEvent(-1) { Timestamp = Now }], [], [])]));
    }

    [Fact]
    public void Step_ThatStartsAnew_ReplacesTheHistoryAndKeepsMessages()
    {
        Store.Commit([Start("a")]);
        Store.Commit([new MessageWrite("a", Raised("kept"))]);
        var row = Store.Find("a")!;

        Store.Commit([new StepWrite(row with { ExecutionId = "next", Steps = 1, Events = 2, DueAt = Now }, [Request("a", "next"), Raised("carried")], [], []) { StartsAnew = true }]);

        var image = Store.Load("a")!;
        Assert.Equal("next", image.Row.ExecutionId);
        Assert.Equal([EventType.ExecutionStarted, EventType.EventRaised], image.History.Select(item => item.EventType));
        Assert.Single(image.Messages);
    }

    [Fact]
    public void Message_ToNobodyAFinishedOneOrAnotherExecution_IsRefused()
    {
        Store.Commit([Start("a"), Start("b")]);
        Step("b", row => row with { Status = OrchestrationRuntimeStatus.Completed }, new OrchestratorCompletedEvent(-1));

        var outcome = Store.Commit(
        [
            new MessageWrite("nobody", Raised("e")), new MessageWrite("b", Raised("e")), new MessageWrite("a", Raised("e"), ExecutionId: "other"),
            new MessageWrite("a", Raised("e"), Limit: 1), new MessageWrite("a", Raised("e"), Limit: 1),
        ]);

        Assert.Equal([WriteVerdict.NotFound, WriteVerdict.Refused, WriteVerdict.Refused, WriteVerdict.Done, WriteVerdict.Full], outcome.Results.Select(result => result.Verdict));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, outcome.Results[1].Status);
    }

    [Fact]
    public void LongTexts_AreStoredApartAndReadWhole()
    {
        var text = new string('x', 100_000);
        Store.Commit([Start("a")]);
        Step("a", row => row, new TaskScheduledEvent(0, "Do", input: text), new TaskCompletedEvent(-1, 0, text));

        var (lazy, whole) = (Store.Load("a")!.History, Store.History("a")!);

        var call = lazy.OfType<TaskScheduledEvent>().Single();
        Assert.Null(call.Input);
        Assert.Equal(text, Store.Payload(call.InputKey!.Value));
        Assert.Equal(text, lazy.OfType<TaskCompletedEvent>().Single().Result);
        Assert.Equal(text, whole.OfType<TaskScheduledEvent>().Single().Input);
    }

    [Fact]
    public void Unfinished_AreThoseWithSomethingToDo()
    {
        Store.Commit([Start("pending"), Start("idle"), Start("open"), Start("due"), Start("message"), Start("done")]);
        Step("idle", row => row with { Status = OrchestrationRuntimeStatus.Running }, new OrchestratorCompletedEvent(-1));
        Step("open", row => row with { Status = OrchestrationRuntimeStatus.Running, OpenActivities = 1 }, new OrchestratorCompletedEvent(-1));
        Step("due", row => row with { Status = OrchestrationRuntimeStatus.Running, DueAt = Now }, new OrchestratorCompletedEvent(-1));
        Step("message", row => row with { Status = OrchestrationRuntimeStatus.Suspended }, new OrchestratorCompletedEvent(-1));
        Step("done", row => row with { Status = OrchestrationRuntimeStatus.Completed }, new OrchestratorCompletedEvent(-1));
        Store.Commit([new MessageWrite("message", Raised("e"))]);

        Assert.Equal(
            [new Unfinished("due", Now), new Unfinished("message", null), new Unfinished("open", null), new Unfinished("pending", null)],
            Store.ListUnfinished().OrderBy(item => item.Id, StringComparer.Ordinal));
    }

    [Fact]
    public void List_Filtered_GivesPagesInTheOrderOfCreation()
    {
        Store.Commit([.. Enumerable.Range(0, 10).Select(i => Start($"{(i % 2 == 0 ? "even" : "odd")}-{i}", Now.AddMinutes(i)))]);

        var first = Store.List(new InstanceFilter(0, 2) { IdPrefix = "even-", CreatedFrom = Now.AddMinutes(2), CreatedTo = Now.AddMinutes(7), Statuses = [OrchestrationRuntimeStatus.Pending] }, withInputs: true);
        var second = Store.List(new InstanceFilter(first[^1].Row.Key, 2) { IdPrefix = "even-", CreatedTo = Now.AddMinutes(7) }, withInputs: false);

        Assert.Equal(["even-2", "even-4"], first.Select(view => view.Row.Id));
        Assert.Equal("input", first[0].Started!.Input);
        Assert.Equal("even-6", Assert.Single(second).Row.Id);
        Assert.Empty(Store.List(new InstanceFilter(0, 10) { CompletedFrom = Now }, withInputs: false));
    }

    [Fact]
    public void Purge_Recursive_RemovesFinishedChildren()
    {
        Store.Commit([Start("parent"), Start("child", parent: "parent"), Start("running", parent: "parent")]);
        foreach (var id in new[] { "parent", "child" })
        {
            Step(id, row => row with { Status = OrchestrationRuntimeStatus.Completed }, new OrchestratorCompletedEvent(-1));
        }

        Assert.Equal(WriteVerdict.Refused, Store.Commit([new PurgeWrite("running", false)]).Results[0].Verdict);
        Assert.Equal(WriteVerdict.NotFound, Store.Commit([new PurgeWrite("nobody", false)]).Results[0].Verdict);
        Assert.Equal(2, Store.Commit([new PurgeWrite("parent", true)]).Results[0].Count);
        Assert.NotNull(Store.Find("running"));
        Assert.Null(Store.Find("child"));
    }

    [Fact]
    public void Lost_Calls_AreCountedUntilTheHistoryGoes()
    {
        Store.Commit([Start("a")]);
        var key = Store.Find("a")!.Key;

        Store.Commit([new LostWrite(key, [0, 3])]);
        Store.Commit([new LostWrite(key, [3])]);

        Assert.Equal([(0, 1), (3, 2)], Store.Load("a")!.Lost.Select(lost => (lost.Key, lost.Value)).Order());
    }

    [Fact]
    public void Late_Answers_AreKeptUpToALimit_TheLatestFirst()
    {
        Store.Commit([new LateWrite([.. Enumerable.Range(0, LateWrite.Kept + 5).Select(Late)])]);
        Store.Commit([new LateWrite([Late(-1)])]);

        var kept = Store.ListLate(int.MaxValue);

        Assert.Equal(LateWrite.Kept, kept.Count);
        Assert.Equal([Late(-1), Late(LateWrite.Kept + 4), Late(LateWrite.Kept + 3)], kept.Take(3));

        static LateAnswer Late(int task) => new("a", "execution", task, 1, Now, "too late");
    }

    [Fact]
    public void Takeover_NotesTheProgramAndWhatItCannotGoOnWith()
    {
        Store.Commit([Start("a"), Start("b"), Start("c")]);
        HeldInstance a = new(Store.Find("a")!.Key, "a", "why a"), b = new(Store.Find("b")!.Key, "b", "why b"), c = new(Store.Find("c")!.Key, "c", "why c");
        Assert.Null(Store.Program);

        Store.Commit([new TakeoverWrite("first", [a, b])]);
        Store.Commit([new TakeoverWrite("second", [b, c])]);
        Step("c", row => row with { Status = OrchestrationRuntimeStatus.Terminated }, new OrchestratorCompletedEvent(-1));

        Assert.Equal("second", Store.Program);
        Assert.Equal([b], Store.ListHeld());
    }

    [Fact]
    public void Message_ToOneThatHasNotWaitedForEarlierEvents_CountsThem()
    {
        Store.Commit([Start("a")]);
        Step("a", row => row with { Buffered = 2 }, Raised("one"), Raised("two"));

        Assert.Equal(WriteVerdict.Done, Store.Commit([new MessageWrite("a", Raised("e"), Limit: 3)]).Results[0].Verdict);
        Assert.Equal(WriteVerdict.Full, Store.Commit([new MessageWrite("a", Raised("e"), Limit: 3)]).Results[0].Verdict);
    }

    [Fact]
    public void Step_SaysHowLargeTheHistoryIs()
    {
        Store.Commit([Start("a")]);
        var before = Store.Find("a")!.Bytes;
        Step("a", row => row, new TaskScheduledEvent(0, "Do", input: new string('x', 100_000)));

        Assert.InRange(before, 50, 500);
        Assert.InRange(Store.Find("a")!.Bytes - before, 100_000, 100_500);
    }

    [Fact]
    public void Purge_Recursive_OfInstancesThatAreEachOthersCallers_Ends()
    {
        Store.Commit([Start("a"), Start("b", parent: "a")]);
        Finish("a");
        Store.Commit([Start("a", parent: "b")]);
        Finish("a");
        Finish("b");

        Assert.Equal(2, Store.Commit([new PurgeWrite("a", true)]).Results[0].Count);
        Assert.Equal((null, null), (Store.Find("a"), Store.Find("b")));
    }

    [Fact]
    public void Children_OfAFinishedChild_AreTold_AndThoseOfAnUnfinishedOneAreLeftToIt()
    {
        Store.Commit([Start("root"), Start("ended", parent: "root"), Start("open", parent: "root"), Start("under ended", parent: "ended"), Start("under open", parent: "open")]);
        Finish("ended");

        var told = Store.Commit([new ChildrenWrite("root", Raised("e"))]).Deliveries;

        Assert.Equal(["open", "under ended"], told.Select(delivery => delivery.InstanceId).Order(StringComparer.Ordinal));
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    internal void Step(string id, Func<InstanceRow, InstanceRow> change, params HistoryEvent[] events)
    {
        var row = Store.Find(id)!;
        foreach (var item in events)
        {
            item.Timestamp = Now;
        }

        Store.Commit([new StepWrite(change(row) with { Steps = row.Steps + 1, Events = row.Events + events.Length }, events, [], [])]);
    }

    internal void Finish(string id) => Step(id, row => row with { Status = OrchestrationRuntimeStatus.Completed, CompletedAt = Now }, new OrchestratorCompletedEvent(-1));

    internal static StartWrite Start(string id, DateTime? created = null, string? parent = null) => new(Request(id, "execution", created, parent), []);

    static ExecutionStartedEvent Request(string id, string execution, DateTime? created = null, string? parent = null) => new(-1, "input")
    {
        Name = "Name",
        InstanceId = id,
        ExecutionId = execution,
        Timestamp = created ?? Now,
        Parent = parent is null ? null : new ParentTask("Name", parent, "execution", 0),
    };

    static EventRaisedEvent Raised(string name) => new(-1, null) { Name = name, Timestamp = Now };
}
