using System.Globalization;
using System.Xml;

namespace Aidp.Activities.Checks.Metrics;

/// <summary>What the reports say that test tools left in a worktree: TRX, JUnit, Cobertura, lcov.</summary>
/// <param name="Passed">Tests that passed; null without a report.</param>
/// <param name="Failed">Tests that failed; null without a report.</param>
/// <param name="Coverage">Covered lines in percent; null without a report.</param>
sealed record TestReports(int? Passed, int? Failed, double? Coverage)
{
    const int MaximumDepth = 6;
    const int MaximumFolders = 2000;
    const int MaximumReports = 200;
    const long MaximumBytes = 64 << 20;

    static readonly HashSet<string> _skipped = new(["node_modules", ".git", "vendor", ".venv", "venv"], StringComparer.Ordinal);

    /// <summary>Reads the reports of a folder, the newest first, as many as there are within bounds; one that cannot be read says nothing.</summary>
    public static TestReports In(string folder)
    {
        var (tests, coverage) = (new Dictionary<string, (int Passed, int Failed)>(StringComparer.Ordinal), new List<(long Covered, long Lines)>());
        foreach (var path in Find(folder).OrderByDescending(file => file.LastWriteTimeUtc).ThenBy(file => file.FullName, StringComparer.Ordinal).Take(MaximumReports).Select(file => file.FullName))
        {
            try
            {
                Read(path, tests, coverage);
            }
            catch (Exception unreadable) when (unreadable is XmlException or IOException or FormatException or OverflowException or UnauthorizedAccessException)
            {
                // A report that is cut off is of a test run that was ended.
            }
        }

        var lines = coverage.Sum(report => report.Lines);
        return new TestReports(
            tests.Count == 0 ? null : tests.Values.Sum(report => report.Passed),
            tests.Count == 0 ? null : tests.Values.Sum(report => report.Failed),
            lines == 0 ? null : Math.Round(100.0 * coverage.Sum(report => report.Covered) / lines, 2));
    }

    static void Read(string path, Dictionary<string, (int, int)> tests, List<(long, long)> coverage)
    {
        if (path.EndsWith(".info", StringComparison.Ordinal))
        {
            var lines = File.ReadLines(path).ToLookup(line => line.Split(':')[0], StringComparer.Ordinal);
            coverage.Add((lines["LH"].Sum(Count), lines["LF"].Sum(Count)));
            return;
        }

        using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, MaxCharactersInDocument = MaximumBytes });
        var subject = Path.GetDirectoryName(path)!;
        var suites = 0;
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (reader.LocalName)
            {
                case "UnitTest" when reader.GetAttribute("storage") is { Length: > 0 } assembly:
                    subject = assembly;
                    break;
                case "Counters":
                    // Every run of the tests leaves a report of another name: the newest of an assembly counts.
                    tests.TryAdd(subject, (Number(reader, "passed"), Number(reader, "failed") + Number(reader, "error")));
                    return;
                case "testsuite":
                    var bad = Number(reader, "failures") + Number(reader, "errors");
                    tests.Add($"{path}#{suites++}", (Number(reader, "tests") - bad - Number(reader, "skipped"), bad));
                    // Suites within it are counted in its own numbers.
                    reader.Skip();
                    break;
                case "coverage" when reader.GetAttribute("lines-valid") is not null:
                    coverage.Add((Number(reader, "lines-covered"), Number(reader, "lines-valid")));
                    return;
            }
        }
    }

    static long Count(string line) => long.Parse(line.AsSpan(line.IndexOf(':', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);

    static int Number(XmlReader reader, string attribute) => int.TryParse(reader.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    static List<FileInfo> Find(string root)
    {
        var found = new List<FileInfo>();
        var folders = new Queue<(DirectoryInfo Folder, int Depth)>([(new DirectoryInfo(root), 0)]);
        for (var seen = 0; seen < MaximumFolders && folders.TryDequeue(out var at); seen++)
        {
            try
            {
                found.AddRange(at.Folder.EnumerateFiles().Where(file => IsReport(file.Name) && file.Length <= MaximumBytes && file.LinkTarget is null));
                foreach (var inner in at.Depth < MaximumDepth ? at.Folder.EnumerateDirectories() : [])
                {
                    if (!_skipped.Contains(inner.Name) && inner.LinkTarget is null)
                    {
                        folders.Enqueue((inner, at.Depth + 1));
                    }
                }
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                // It vanished meanwhile, or nobody may look into it.
            }
        }

        return found;
    }

    static bool IsReport(string name) => name.EndsWith(".trx", StringComparison.Ordinal) || name is "lcov.info" or "coverage.xml" or "cobertura.xml" or "coverage.cobertura.xml"
        || (name.EndsWith(".xml", StringComparison.Ordinal) && (name.StartsWith("TEST-", StringComparison.Ordinal) || name.StartsWith("junit", StringComparison.OrdinalIgnoreCase)));
}
