using Microsoft.Extensions.Logging;

namespace Aidp.Embedded.Replay;

/// <summary>What an orchestrator's context needs of its engine.</summary>
/// <param name="Loggers">Where loggers come from.</param>
/// <param name="DefaultVersion">The version of sub-orchestrations that are called without one.</param>
/// <param name="MaxPayloadLength">The longest input, output or payload in characters.</param>
/// <param name="MaxCustomStatusLength">The longest custom status in characters.</param>
sealed record ExecutionSettings(ILoggerFactory Loggers, string? DefaultVersion, int MaxPayloadLength, int MaxCustomStatusLength);
