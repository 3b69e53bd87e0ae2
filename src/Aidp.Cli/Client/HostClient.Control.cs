using Aidp.Functions.Runs;

namespace Aidp.Cli.Client;

sealed partial class HostClient
{
    /// <summary>Sends a signal: <c>pause</c>, <c>resume</c> or <c>cancel</c>.</summary>
    public Task<SignalView> SignalAsync(string id, string signal, CancellationToken cancellation) =>
        PostAsync<SignalView>($"{Path(id)}/{signal}", new ControlBody(Environment.UserName), cancellation);

    /// <summary>What the run waits for right now.</summary>
    public Task<WhyView> WhyAsync(string id, CancellationToken cancellation) => GetAsync<WhyView>($"{Path(id)}/why", cancellation);

    /// <summary>Tells the agent something with its next prompt.</summary>
    public Task<SignalView> InjectAsync(string id, InstructionBody body, CancellationToken cancellation) => PostAsync<SignalView>($"{Path(id)}/instructions", body, cancellation);

    /// <summary>The guard policy as it holds.</summary>
    public Task<GuardPolicyView> GuardPolicyAsync(string id, CancellationToken cancellation) => GetAsync<GuardPolicyView>($"{Path(id)}/guard-policy", cancellation);

    /// <summary>Replaces the given parts of the guard policy.</summary>
    public Task<SignalView> UpdateGuardPolicyAsync(string id, GuardPolicyBody body, CancellationToken cancellation) =>
        PostAsync<SignalView>($"{Path(id)}/guard-policy", body, cancellation);

    /// <summary>The files that wait for a person.</summary>
    public Task<ApprovalList> ApprovalsAsync(string id, CancellationToken cancellation) => GetAsync<ApprovalList>($"{Path(id)}/approvals", cancellation);

    /// <summary>Approves of files that wait, or denies them.</summary>
    public Task<SignalView> DecideAsync(string id, ApprovalBody body, CancellationToken cancellation) => PostAsync<SignalView>($"{Path(id)}/approvals", body, cancellation);

    /// <summary>Removes a run that has ended.</summary>
    public Task RemoveAsync(string id, CancellationToken cancellation) => DeleteAsync(Path(id), cancellation);
}
