namespace Aidp.Activities.Configuration;

/// <summary>One mistake in the configuration.</summary>
/// <param name="Origin">Where it stands.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record ConfigurationProblem(Origin Origin, string Message)
{
    /// <summary>In the form that editors and terminals make clickable: <c>aidp.yml:3:5: message</c>.</summary>
    public override string ToString() => $"{Origin}: {Message}";
}
