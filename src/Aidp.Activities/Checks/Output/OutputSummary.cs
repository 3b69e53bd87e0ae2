using System.Globalization;
using System.Text;

namespace Aidp.Activities.Checks.Output;

/// <summary>Writes what a prompt says about a check: the failures first, then the end of the output, within a number of lines and bytes.</summary>
static class OutputSummary
{
    /// <summary>The most lines, by default.</summary>
    public const int MaximumLines = 200;

    /// <summary>The most bytes of UTF-8, by default.</summary>
    public const int MaximumBytes = 12 << 10;

    /// <summary>The summary.</summary>
    public static string Write(OutputDigest digest, int maximumLines = MaximumLines, int maximumBytes = MaximumBytes)
    {
        var page = new Page(maximumLines, maximumBytes);
        if (digest.FailureCount > 0)
        {
            page.Add(string.Create(CultureInfo.InvariantCulture, $"{digest.FailureCount} failure(s):"));
            page.AddAll(digest.Failures.Select(failure => $"- {failure}"));
            foreach (var excerpt in digest.Excerpts)
            {
                page.Add("");
                page.AddAll(excerpt.Lines);
            }
        }
        else if (digest.Weak.Count > 0)
        {
            page.Add("Lines that look like errors:");
            page.AddAll(digest.Weak);
        }

        page.AddEnd(digest);
        return page.ToString();
    }

    /// <summary>A text that ends before it becomes too long, and says so.</summary>
    sealed class Page(int maximumLines, int maximumBytes)
    {
        const int RoomForNote = 80;

        readonly StringBuilder _text = new();
        int _lines;
        int _bytes;
        bool _cut;

        public void AddAll(IEnumerable<string> lines)
        {
            foreach (var line in lines)
            {
                Add(line);
            }
        }

        public void Add(string line)
        {
            var bytes = Encoding.UTF8.GetByteCount(line) + 1;
            if (_cut || _lines + 1 >= maximumLines || _bytes + bytes > maximumBytes - RoomForNote)
            {
                _cut = true;
                return;
            }

            _text.Append(line).Append('\n');
            (_lines, _bytes) = (_lines + 1, _bytes + bytes);
        }

        /// <summary>The last lines that still fit; with a gap to the beginning when nothing was found, so that a tool that is not known is shown as it is.</summary>
        public void AddEnd(OutputDigest digest)
        {
            var (head, tail) = (digest.FailureCount + digest.Weak.Count == 0 ? digest.Head : [], digest.Tail.ToList());
            tail = [.. tail.TakeLast((int)Math.Min(tail.Count, digest.Lines - head.Count))];
            if (_cut || (tail.Count == 0 && head.Count == 0))
            {
                return;
            }

            if (_lines > 0)
            {
                Add("");
            }

            AddAll(head);
            var left = digest.Lines - head.Count - tail.Count;
            var room = maximumBytes - RoomForNote - _bytes - 60;
            var fitting = 0;
            for (var i = tail.Count - 1; i >= 0 && (room -= Encoding.UTF8.GetByteCount(tail[i]) + 1) >= 0 && _lines + fitting + 4 < maximumLines; i--)
            {
                fitting++;
            }

            left += tail.Count - fitting;
            if (left > 0 || _lines > head.Count)
            {
                Add(string.Create(CultureInfo.InvariantCulture, $"[{(left > 0 ? $"{left} more lines; " : "")}the end of the output:]"));
            }

            AddAll(tail.TakeLast(fitting));
        }

        public override string ToString() => _cut ? _text.Append("[cut: the whole output is kept as an artifact]\n").ToString() : _text.ToString();
    }
}
