namespace Aidp.Embedded.DurableTask;

/// <summary>How an orchestration starts anew with an empty history.</summary>
public class ContinueAsNewOptions
{
    /// <summary>The input of the next generation.</summary>
    public object? NewInput { get; set; }

    /// <summary>The version of the next generation; null keeps the present one.</summary>
    public string? NewVersion { get; set; }

    /// <summary>Whether events that nobody waited for go to the next generation; true by default.</summary>
    public bool PreserveUnprocessedEvents { get; set; } = true;
}
