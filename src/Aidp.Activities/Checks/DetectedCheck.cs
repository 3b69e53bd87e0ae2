using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Checks;

/// <summary>A check that a repository seems to have.</summary>
/// <param name="Check">The check.</param>
/// <param name="Evidence">What says so, for people.</param>
public sealed record DetectedCheck(CheckSettings Check, string Evidence);
