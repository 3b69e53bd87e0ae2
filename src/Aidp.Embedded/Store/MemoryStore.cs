using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Store;

/// <summary>A store without a file, for tests and for runs that need not survive the process.</summary>
sealed class MemoryStore(int largePayloadLength = 16 * 1024) : TransactionalStore(largePayloadLength)
{
    readonly Lock _lock = new();
    readonly Dictionary<string, Entry> _byId = new(StringComparer.Ordinal);
    readonly SortedDictionary<long, Entry> _byKey = [];
    readonly Dictionary<long, (long Owner, string Text)> _payloads = [];
    readonly Dictionary<long, Entry> _messageOwners = [];
    readonly Queue<LateAnswer> _late = new();
    IReadOnlyList<HeldInstance> _held = [];
    string? _program;
    long _keys;

    public override string Description => "memory, lost with the process";

    public override long Epoch { get; } = 1;

    public override string? Program
    {
        get
        {
            lock (_lock)
            {
                return _program;
            }
        }
    }

    public override InstanceRow? Find(string id)
    {
        lock (_lock)
        {
            return _byId.GetValueOrDefault(id)?.Row;
        }
    }

    public override InstanceView? View(string id)
    {
        lock (_lock)
        {
            return _byId.TryGetValue(id, out var entry) ? View(entry) : null;
        }
    }

    public override IReadOnlyList<InstanceView> List(InstanceFilter filter, bool withInputs)
    {
        lock (_lock)
        {
            return [.. _byKey.Values.Where(entry => filter.Matches(entry.Row)).Take(filter.Limit).Select(View)];
        }
    }

    public override InstanceImage? Load(string id)
    {
        lock (_lock)
        {
            return _byId.TryGetValue(id, out var entry)
                ? new(entry.Row, entry.Texts.CustomStatus, Decode(entry, lazyInputs: true), [.. entry.Messages.Select(message => new Delivery(id, entry.Row.Key, message.Key, HistoryCodec.Read(message.Value, Payload)[0]))], entry.Lost.ToDictionary())
                : null;
        }
    }

    public override IReadOnlyList<HistoryEvent>? History(string id)
    {
        lock (_lock)
        {
            return _byId.TryGetValue(id, out var entry) ? Decode(entry, lazyInputs: false) : null;
        }
    }

    public override string Payload(long key)
    {
        lock (_lock)
        {
            return _payloads[key].Text;
        }
    }

    public override IReadOnlyList<Unfinished> ListUnfinished()
    {
        lock (_lock)
        {
            return [.. _byKey.Values.Where(entry => !entry.Row.IsFinished && entry.HasWork).Select(entry => new Unfinished(entry.Row.Id, entry.IsDueOnly ? entry.Row.DueAt : null))];
        }
    }

    public override IReadOnlyList<HeldInstance> ListHeld()
    {
        lock (_lock)
        {
            return [.. _held.Where(held => _byKey.TryGetValue(held.Key, out var entry) && !entry.Row.IsFinished)];
        }
    }

    public override IReadOnlyList<LateAnswer> ListLate(int limit)
    {
        lock (_lock)
        {
            return [.. _late.Reverse().Take(limit)];
        }
    }

    protected override void Dispose(bool disposing)
    {
    }

    protected override void Begin() => _lock.Enter();

    protected override void End() => _lock.Exit();

    protected override void Abandon() => _lock.Exit();

    protected override InstanceRow? FindForWrite(string id) => _byId.GetValueOrDefault(id)?.Row;

    protected override IReadOnlyList<string> ChildrenOf(string id) => [.. _byKey.Values.Where(entry => entry.Row.ParentId == id).Select(entry => entry.Row.Id)];

    protected override long TakeKey() => ++_keys;

    protected override void Insert(InstanceRow row)
    {
        var entry = new Entry(row);
        _byId.Add(row.Id, entry);
        _byKey.Add(row.Key, entry);
    }

    protected override bool TryUpdate(InstanceRow row, int expectedSteps, bool anyExecution)
    {
        if (!_byKey.TryGetValue(row.Key, out var entry) || (!anyExecution && (entry.Row.Steps != expectedSteps || entry.Row.ExecutionId != row.ExecutionId)))
        {
            return false;
        }

        entry.Row = row;
        return true;
    }

    protected override void Delete(long key)
    {
        ClearHistory(key);
        DeleteMessages(key);
        _byKey.Remove(key, out var entry);
        _byId.Remove(entry!.Row.Id);
    }

    protected override void WriteTexts(long key, InstanceTexts texts) => _byKey[key].Texts = texts;

    protected override void AppendHistory(long key, int step, ReadOnlyMemory<byte> events) => _byKey[key].History.Add(events.ToArray());

    protected override void ClearHistory(long key)
    {
        var entry = _byKey[key];
        entry.History.Clear();
        entry.Lost.Clear();
        foreach (var payload in _payloads.Where(payload => payload.Value.Owner == key).Select(payload => payload.Key).ToArray())
        {
            _payloads.Remove(payload);
        }
    }

    protected override void InsertMessage(long key, long instance, ReadOnlyMemory<byte> message)
    {
        var entry = _byKey[instance];
        entry.Messages.Add(key, message.ToArray());
        _messageOwners.Add(key, entry);
    }

    protected override void DeleteMessage(long key)
    {
        if (_messageOwners.Remove(key, out var entry))
        {
            entry.Messages.Remove(key);
        }
    }

    protected override void DeleteMessages(long instance)
    {
        foreach (var key in _byKey[instance].Messages.Keys.ToArray())
        {
            DeleteMessage(key);
        }
    }

    protected override int CountMessages(long instance) => _byKey[instance].Messages.Count;

    protected override void InsertPayload(long key, long instance, string text) => _payloads.Add(key, (instance, text));

    protected override void CountLost(long instance, int task) => _byKey[instance].Lost[task] = _byKey[instance].Lost.GetValueOrDefault(task) + 1;

    protected override void TakeOver(string program, IReadOnlyList<HeldInstance> held) => (_program, _held) = (program, [.. held]);

    protected override void InsertLate(long key, LateAnswer answer)
    {
        _late.Enqueue(answer);
        if (_late.Count > LateWrite.Kept)
        {
            _late.Dequeue();
        }
    }

    protected override void NoteVerified(DateTime at)
    {
    }

    InstanceView View(Entry entry) => new(entry.Row, (ExecutionStartedEvent)HistoryCodec.Read(entry.History[0], Payload)[0], entry.Texts);

    IReadOnlyList<HistoryEvent> Decode(Entry entry, bool lazyInputs) => Arrange([.. entry.History.SelectMany(row => HistoryCodec.Read(row, Payload, lazyInputs))]);

    sealed class Entry(InstanceRow row)
    {
        public InstanceRow Row { get; set; } = row;

        public InstanceTexts Texts { get; set; } = new();

        public List<byte[]> History { get; } = [];

        public Dictionary<int, int> Lost { get; } = [];

        public SortedDictionary<long, byte[]> Messages { get; } = [];

        public bool IsDueOnly => Row.DueAt is not null && Row.OpenActivities == 0 && Messages.Count == 0;

        public bool HasWork => Row.DueAt is not null || Row.OpenActivities > 0 || Messages.Count > 0 || Row.Status == DurableTask.Client.OrchestrationRuntimeStatus.Pending;
    }
}
