using Aidp.Activities.Processes;

namespace Aidp.Activities.Agents;

/// <summary>Reads an output of any length in bounded memory, line by line, secrets replaced.</summary>
static class AgentOutput
{
    const int PieceBytes = 64 << 10;

    /// <summary>The lines of a file, each at most 1 MiB; none when there is no file.</summary>
    public static IEnumerable<string> Lines(string path, IReadOnlyList<string> secrets)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        var pending = new Queue<string>();
        var splitter = new LineSplitter(pending.Enqueue);
        var buffer = new byte[PieceBytes];
        // Before the lines are told apart: a secret may have several.
        var redactor = new Redactor(secrets);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        // As much as a recorded output may be: the file can be longer, and the rest is of no use.
        for (var count = file.Read(buffer); count > 0 && file.Position <= ProcessRecord.MaximumBytes; count = file.Read(buffer))
        {
            splitter.Add(redactor.Add(buffer.AsMemory(0, count)).Span);
            while (pending.TryDequeue(out var line))
            {
                yield return line;
            }
        }

        splitter.Add(redactor.Finish().Span);
        splitter.Finish();
        while (pending.TryDequeue(out var line))
        {
            yield return line;
        }
    }
}
