namespace Aidp.Embedded.DurableTask;

/// <summary>Decides after a failure whether the task is called again.</summary>
public delegate bool RetryHandler(RetryContext retryContext);

/// <summary>Decides after a failure whether the task is called again, and may await durable tasks meanwhile.</summary>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);
