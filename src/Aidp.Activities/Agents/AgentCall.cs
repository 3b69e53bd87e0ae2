using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Agents;

/// <summary>What distinguishes one call of an agent from another on its command line.</summary>
/// <param name="Settings">The agent as the run uses it.</param>
/// <param name="Model">The model to ask for; null lets the agent choose.</param>
/// <param name="Session">The session to take up again; null for a new one.</param>
sealed record AgentCall(AgentSettings Settings, string? Model, string? Session);
