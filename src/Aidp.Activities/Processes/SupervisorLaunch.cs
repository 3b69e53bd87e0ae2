using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Aidp.Activities.Processes;

/// <summary>How the supervisor is started, and what it is told over its lifeline: the counterpart of Aidp.Supervisor's <c>Launch</c>.</summary>
static class SupervisorLaunch
{
    /// <summary>The supervisor, copied beside this assembly's own output.</summary>
    static readonly string _assembly = Path.Combine(AppContext.BaseDirectory, "Aidp.Supervisor.dll");

    /// <summary>The host of the runtime that runs this process: shared/Microsoft.NETCore.App/VERSION is three folders below it.</summary>
    static readonly string _dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    /// <summary>The command line of the supervisor, or why it cannot be had.</summary>
    public static (string Executable, string[] Arguments, string? Problem) Find() =>
        !File.Exists(_assembly) ? ("", [], $"'{_assembly}' is missing: it is part of Aidp and belongs beside Aidp.Activities.dll. Build or install Aidp again.")
        : File.Exists(_dotnet) ? (_dotnet, ["exec", _assembly], null)
        : (Path.ChangeExtension(_assembly, null), [], null);

    /// <summary>The supervisor's own environment: nothing of the program's reaches it but the marker.</summary>
    public static Dictionary<string, string> Environment(string token) => new(StringComparer.Ordinal)
    {
        [ProcessEnvironment.Marker] = token,
        ["DOTNET_EnableDiagnostics"] = "0",
    };

    /// <summary>What the supervisor reads before anything else.</summary>
    public static byte[] Encode(ProcessCommand command, string executable, string? inputPath, string reportPath)
    {
        var text = new StringBuilder();
        foreach (var field in Fields(command, executable, inputPath, reportPath))
        {
            text.Append(field.Replace("\0", "", StringComparison.Ordinal)).Append('\0');
        }

        var bytes = new byte[sizeof(int) + Encoding.UTF8.GetByteCount(text.ToString())];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length - sizeof(int));
        Encoding.UTF8.GetBytes(text.ToString(), bytes.AsSpan(sizeof(int)));
        return bytes;
    }

    static IEnumerable<string> Fields(ProcessCommand command, string executable, string? inputPath, string reportPath) =>
    [
        executable,
        inputPath ?? "",
        reportPath,
        command.Record is { } record ? ProcessRecord.OutputPath(record) : "",
        command.Record is { } folder ? ProcessRecord.ErrorPath(folder) : "",
        ((int)command.Grace.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
        command.Wrapper is null ? "0" : "1",
        (command.Arguments.Count + 1).ToString(CultureInfo.InvariantCulture),
        command.Executable,
        .. command.Arguments,
        .. command.Environment.Select(variable => $"{variable.Key}={variable.Value}"),
    ];
}
