namespace Aidp.EndToEnd.Tests.Running;

/// <summary>Waits for something that happens soon, but not at a time that is known.</summary>
static class Eventually
{
    /// <summary>Waits until the condition holds; throws when the patience is over.</summary>
    public static async Task TrueAsync(Func<bool> condition, TimeSpan patience)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience);
        while (!condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
