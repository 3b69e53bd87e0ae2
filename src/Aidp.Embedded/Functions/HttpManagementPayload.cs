namespace Aidp.Embedded.Functions;

/// <summary>Where an instance can be looked at and acted on; the addresses carry a key.</summary>
public class HttpManagementPayload
{
    /// <summary>The id of the instance.</summary>
    public string? Id { get; internal init; }

    /// <summary>GET: the status.</summary>
    public string? StatusQueryGetUri { get; internal init; }

    /// <summary>POST: raise an event.</summary>
    public string? SendEventPostUri { get; internal init; }

    /// <summary>POST: terminate.</summary>
    public string? TerminatePostUri { get; internal init; }

    /// <summary>POST: rewind.</summary>
    public string? RewindPostUri { get; internal init; }

    /// <summary>DELETE: purge.</summary>
    public string? PurgeHistoryDeleteUri { get; internal init; }

    /// <summary>POST: restart.</summary>
    public string? RestartPostUri { get; internal init; }

    /// <summary>POST: suspend.</summary>
    public string? SuspendPostUri { get; internal init; }

    /// <summary>POST: resume.</summary>
    public string? ResumePostUri { get; internal init; }
}
