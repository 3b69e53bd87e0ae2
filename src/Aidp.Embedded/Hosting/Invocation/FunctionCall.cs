using Aidp.Embedded.Functions;

namespace Aidp.Embedded.Hosting;

/// <summary>All that the arguments of one invocation are taken from.</summary>
/// <param name="Context">The invocation.</param>
/// <param name="Trigger">What triggered it: an orchestration context, an activity call, a request or a timer's state.</param>
sealed record FunctionCall(FunctionContext Context, object Trigger);
