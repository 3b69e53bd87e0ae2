namespace Aidp.Embedded.Tests.Simulation;

/// <summary>The random programs of a simulation.</summary>
sealed class ToyPrograms
{
    readonly SeededRandom _random;
    readonly List<ToyProgram> _all = [];
    int _words;

    public ToyPrograms(SeededRandom random, int roots)
    {
        _random = random;
        Roots = [.. Enumerable.Range(0, roots).Select(_ => Make(depth: 0))];
    }

    /// <summary>The numbers of the programs that clients start.</summary>
    public IReadOnlyList<int> Roots { get; }

    /// <summary>A program.</summary>
    public ToyProgram this[int number] => _all[number];

    int Make(int depth)
    {
        var steps = Steps(depth, inBranch: false, _random.Between(1, depth == 0 ? 4 : 2));
        _all.Add(new(steps, depth == 0 && _random.Chance(300) ? _random.Between(2, 3) : 1, _random.Chance(800)));
        return _all.Count - 1;
    }

    List<ToyStep> Steps(int depth, bool inBranch, int count) => [.. Enumerable.Range(0, count).Select(_ => Step(depth, inBranch))];

    ToyStep Step(int depth, bool inBranch) => _random.Below(depth < 2 ? 15 : 9) switch
    {
        0 or 1 => new ToyStep.Call(Word()),
        2 => new ToyStep.Flaky(_random.Between(1, 2), _random.Between(2, 3), _random.Chance(300)),
        3 => new ToyStep.Sleep(Time()),
        4 or 5 when !inBranch => new ToyStep.Wait(),
        6 when !inBranch => new ToyStep.WaitUpTo(Time()),
        7 when !inBranch => new ToyStep.Status(Word()),
        8 when inBranch => new ToyStep.WaitAlone(),
        9 or 10 => new ToyStep.All(Branches(depth)),
        11 => new ToyStep.Any(Branches(depth)),
        12 => new ToyStep.Child(Make(depth + 1), _random.Chance(500)),
        13 => new ToyStep.FickleChild(1, _random.Between(1, 2)),
        14 => new ToyStep.Ping(_random.Chance(500)),
        _ => new ToyStep.Call(Word()),
    };

    List<IReadOnlyList<ToyStep>> Branches(int depth) =>
        [.. Enumerable.Range(0, _random.Between(2, 3)).Select(_ => Steps(depth + 1, inBranch: true, _random.Between(1, 2)))];

    // Some words are long enough for the payload table of a store that has it begin at 20 characters.
    string Word() => $"w{_words++}" + (_random.Chance(100) ? new string('x', 40) : string.Empty);

    TimeSpan Time() => _random.Chance(30) ? TimeSpan.FromMinutes(_random.Between(10, 300)) : TimeSpan.FromMilliseconds(_random.Between(0, 3_000));
}
