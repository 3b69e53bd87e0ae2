using Aidp.Embedded.Functions;

namespace Aidp.Embedded.Hosting;

/// <summary>The body of a 202: where the instance can be looked at and acted on.</summary>
sealed record StartedPayload(
    string? Id,
    string? StatusQueryGetUri,
    string? SendEventPostUri,
    string? TerminatePostUri,
    string? PurgeHistoryDeleteUri,
    string? RestartPostUri,
    string? SuspendPostUri,
    string? ResumePostUri)
{
    /// <summary>The addresses without that of rewind, which the real extension leaves out here too.</summary>
    internal static StartedPayload Of(HttpManagementPayload links) => new(
        links.Id, links.StatusQueryGetUri, links.SendEventPostUri, links.TerminatePostUri, links.PurgeHistoryDeleteUri, links.RestartPostUri, links.SuspendPostUri, links.ResumePostUri);
}
