namespace Aidp.Supervisor;

/// <summary>Standard input, which the host holds open as long as the program may run: its end is the host's death, or its wish.</summary>
static unsafe class Lifeline
{
    /// <summary>Ends the tree when the lifeline closes.</summary>
    public static void Watch(Tree tree, Report report) => new Thread(() =>
    {
        byte ignored;
        while (Native.ReadAll(Native.StandardInput, &ignored, 1))
        {
        }

        report.Interrupted();
        tree.End();
    })
    { IsBackground = true }.Start();
}
