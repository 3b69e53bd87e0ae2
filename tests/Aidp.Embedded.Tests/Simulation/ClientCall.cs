namespace Aidp.Embedded.Tests.Simulation;

/// <summary>What became of a client's call.</summary>
enum CallState
{
    /// <summary>It has not reached the engine; it never will if the engine has ended.</summary>
    Issued,

    /// <summary>It has, and was not answered; if the engine has ended, nobody knows whether it was done.</summary>
    Begun,

    /// <summary>It was acknowledged.</summary>
    Done,

    /// <summary>It was refused.</summary>
    Refused,
}

/// <summary>A call of a client.</summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="InstanceId">Of which instance.</param>
/// <param name="Engine">The engine that is asked.</param>
sealed record ClientCall(string Kind, string InstanceId, long Engine)
{
    /// <summary>What became of it.</summary>
    public CallState State { get; set; }

    /// <summary>A number that no other call has, given when it reaches the engine.</summary>
    public int Number { get; set; }
}
