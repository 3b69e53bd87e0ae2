using Aidp.Embedded.DurableTask;

namespace Aidp.Embedded.Dispatch;

/// <summary>Runs an orchestrator; called again from the beginning for every replay.</summary>
public delegate Task<object?> OrchestratorInvoker(TaskOrchestrationContext context);

/// <summary>Runs an activity and returns its result as JSON; an exception is the call's failure.</summary>
public delegate Task<string?> ActivityInvoker(ActivityInvocation invocation, CancellationToken cancellation);
