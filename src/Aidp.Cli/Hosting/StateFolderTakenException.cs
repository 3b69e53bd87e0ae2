namespace Aidp.Cli.Hosting;

/// <summary>Another host owns the state folder; the message says which.</summary>
sealed class StateFolderTakenException(string message) : CommandException(ExitCodes.Usage, message);
