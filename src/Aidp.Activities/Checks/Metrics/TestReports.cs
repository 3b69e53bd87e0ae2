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

    /// <summary>Reads the reports of a folder, as many as there are within bounds; one that cannot be read says nothing.</summary>
    public static TestReports In(string folder)
    {
        var (tests, coverage) = (new List<(int Passed, int Failed)>(), new List<(long Covered, long Lines)>());
        foreach (var path in Find(folder).Take(MaximumReports))
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
            tests.Count == 0 ? null : tests.Sum(report => report.Passed),
            tests.Count == 0 ? null : tests.Sum(report => report.Failed),
            lines == 0 ? null : Math.Round(100.0 * coverage.Sum(report => report.Covered) / lines, 2));
    }

    static void Read(string path, List<(int, int)> tests, List<(long, long)> coverage)
    {
        if (path.EndsWith(".info", StringComparison.Ordinal))
        {
            var lines = File.ReadLines(path).ToLookup(line => line.Split(':')[0], StringComparer.Ordinal);
            coverage.Add((lines["LH"].Sum(Count), lines["LF"].Sum(Count)));
            return;
        }

        using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, MaxCharactersInDocument = MaximumBytes });
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (reader.LocalName)
            {
                case "Counters":
                    tests.Add((Number(reader, "passed"), Number(reader, "failed") + Number(reader, "error")));
                    return;
                case "testsuite":
                    var bad = Number(reader, "failures") + Number(reader, "errors");
                    tests.Add((Number(reader, "tests") - bad - Number(reader, "skipped"), bad));
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

    static IEnumerable<string> Find(string root)
    {
        var folders = new Queue<(DirectoryInfo Folder, int Depth)>([(new DirectoryInfo(root), 0)]);
        for (var seen = 0; seen < MaximumFolders && folders.TryDequeue(out var at) && at.Folder.Exists; seen++)
        {
            foreach (var file in at.Folder.EnumerateFiles().Where(file => IsReport(file.Name) && file.Length <= MaximumBytes && file.LinkTarget is null))
            {
                yield return file.FullName;
            }

            foreach (var inner in at.Depth < MaximumDepth ? at.Folder.EnumerateDirectories() : [])
            {
                if (!_skipped.Contains(inner.Name) && inner.LinkTarget is null)
                {
                    folders.Enqueue((inner, at.Depth + 1));
                }
            }
        }
    }

    static bool IsReport(string name) => name.EndsWith(".trx", StringComparison.Ordinal) || name is "lcov.info" or "coverage.xml" or "cobertura.xml" or "coverage.cobertura.xml"
        || (name.EndsWith(".xml", StringComparison.Ordinal) && (name.StartsWith("TEST-", StringComparison.Ordinal) || name.StartsWith("junit", StringComparison.OrdinalIgnoreCase)));
}
