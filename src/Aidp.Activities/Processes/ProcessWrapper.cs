namespace Aidp.Activities.Processes;

/// <summary>A program that prepares the ground and then runs another one in it, and ends with its exit code.</summary>
/// <param name="Executable">The program, looked up in PATH.</param>
/// <param name="Arguments">What comes before the path of the other program.</param>
/// <param name="Complaint">How its error output begins when it could not run the other one.</param>
sealed record ProcessWrapper(string Executable, IReadOnlyList<string> Arguments, string Complaint);
