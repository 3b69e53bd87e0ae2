namespace Aidp.Activities.Prompts;

/// <summary>A row of backticks longer than any in the text that it surrounds, so that the text cannot end it.</summary>
static class Fence
{
    const int Shortest = 4;

    /// <summary>The fence for a text.</summary>
    public static string For(string text)
    {
        int longest = 0, row = 0;
        foreach (var character in text)
        {
            row = character == '`' ? row + 1 : 0;
            longest = Math.Max(longest, row);
        }

        return new string('`', Math.Max(Shortest, longest + 1));
    }
}
