using Aidp.Embedded.Dispatch;

namespace Aidp.Embedded.Hosting;

sealed partial record HostJson
{
    /// <summary>Sets what the file says and leaves the rest.</summary>
    internal void ApplyTo(EmbeddedEngineOptions options)
    {
        options.DefaultVersion = DefaultVersion ?? options.DefaultVersion;
        options.VersionMatchStrategy = VersionMatchStrategy ?? options.VersionMatchStrategy;
        options.VersionFailureStrategy = VersionFailureStrategy ?? options.VersionFailureStrategy;
        options.MaxConcurrentActivities = MaxConcurrentActivityFunctions ?? options.MaxConcurrentActivities;
        options.MaxConcurrentOrchestrators = MaxConcurrentOrchestratorFunctions ?? options.MaxConcurrentOrchestrators;
        Limits.ApplyTo(options);
    }
}
