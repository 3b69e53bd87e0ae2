namespace Aidp.Activities.Checks.Output;

/// <summary>Reads the output of a check line by line, in bounded memory, and keeps what a person would look for: the failures with what stands around them, the beginning and the end.</summary>
/// <param name="folder">The folder that the check runs in, which is left out of the names of failures.</param>
sealed class OutputDigest(string folder)
{
    /// <summary>As many failures as a result names.</summary>
    const int MaximumFailures = 20;

    const int MaximumExcerpts = 40;
    const int LinesBefore = 2;
    const int LinesAfter = 14;
    const int HeadLines = 20;
    const int TailLines = 60;
    const int MaximumWeak = 20;

    /// <summary>More different failures than these are only counted: a check may print new ones until its time is over.</summary>
    const int MostDistinct = 2_000;

    readonly List<string> _failures = [];
    readonly DistinctNames _known = new(MostDistinct);
    readonly List<Excerpt> _excerpts = [];
    readonly List<string> _weak = [];
    readonly List<string> _head = [];
    readonly Queue<string> _tail = new();
    readonly Queue<string> _before = new();
    Excerpt? _open;
    string _path = "";
    string? _code;
    bool _mocha;

    /// <summary>How many lines there were.</summary>
    public long Lines { get; private set; }

    /// <summary>How many different failures were named.</summary>
    public int FailureCount => _known.Count;

    /// <summary>The failures by name, in the order of the output; for a tool that is not known the lines that look like errors.</summary>
    public IReadOnlyList<string> Failures => _failures.Count > 0 ? _failures : [.. _weak.Select(line => FailureIdentity.Of(line, folder)).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Take(5)];

    /// <summary>The failures with what stands around them.</summary>
    public IReadOnlyList<Excerpt> Excerpts => _excerpts;

    /// <summary>Lines that look like errors, without a known tool naming a failure in them.</summary>
    public IReadOnlyList<string> Weak => _weak;

    /// <summary>The first lines.</summary>
    public IReadOnlyList<string> Head => _head;

    /// <summary>The last lines.</summary>
    public IReadOnlyCollection<string> Tail => _tail;

    /// <summary>Takes the next line.</summary>
    public void Add(string raw)
    {
        var line = PlainText.Of(raw);
        Lines++;
        if (NameIn(line) is { Length: > 0 } name)
        {
            Found(FailureIdentity.Of(name, folder), line);
        }
        else
        {
            if (_weak.Count < MaximumWeak && FailurePatterns.Weak(line))
            {
                _weak.Add(line.Trim());
            }

            _open?.Add(line, LinesAfter + 1 + LinesBefore);
        }

        Remember(line);
    }

    string? NameIn(string line)
    {
        _mocha |= FailurePatterns.MochaCount(line);
        // Ruff's long form: the code and the message, and in the next line the file.
        if (_code is { } code && line.TrimStart().StartsWith("--> ", StringComparison.Ordinal))
        {
            _code = null;
            return $"{line.TrimStart()[4..].Split(':')[0]}: {code}";
        }

        _code = FailurePatterns.Finding(line);
        if (FailurePatterns.Eslint(line) is { } finding)
        {
            return $"{_path}: {finding.Rule}: {finding.Message}";
        }

        if (line.Length is > 2 and < 400 && line[0] != ' ' && line.Contains('.', StringComparison.Ordinal) && !line.Contains(' ', StringComparison.Ordinal))
        {
            _path = line;
        }

        return (_mocha ? FailurePatterns.Mocha(line) : null) ?? FailurePatterns.Strong(line);
    }

    void Found(string name, string line)
    {
        if (name.Length == 0 || !_known.Add(name))
        {
            _open?.Add(line, LinesAfter + 1 + LinesBefore);
            return;
        }

        if (_failures.Count < MaximumFailures)
        {
            _failures.Add(name);
        }

        _open = null;
        if (_excerpts.Count < MaximumExcerpts)
        {
            _open = new Excerpt(name);
            foreach (var before in _before)
            {
                _open.Add(before, LinesBefore);
            }

            _open.Add(line, LinesAfter + 1 + LinesBefore);
            _excerpts.Add(_open);
        }
    }

    void Remember(string line)
    {
        if (_head.Count < HeadLines)
        {
            _head.Add(line);
        }

        Push(_tail, line, TailLines);
        Push(_before, line, LinesBefore);
    }

    static void Push(Queue<string> queue, string line, int count)
    {
        queue.Enqueue(line);
        if (queue.Count > count)
        {
            queue.Dequeue();
        }
    }
}

/// <summary>The lines around a failure.</summary>
/// <param name="Failure">Its name.</param>
sealed record Excerpt(string Failure)
{
    readonly List<string> _lines = [];

    /// <summary>The lines.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Takes a line as long as there are fewer than so many.</summary>
    public void Add(string line, int maximum)
    {
        if (_lines.Count < maximum)
        {
            _lines.Add(line);
        }
    }
}
