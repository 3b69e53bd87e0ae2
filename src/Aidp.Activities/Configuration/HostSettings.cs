using Aidp.Activities.Artifacts;
using Aidp.Activities.Confinement;
using Azure.Storage.Blobs;

namespace Aidp.Activities.Configuration;

/// <summary>The settings of a machine: they come from the user's file, the environment and the command line, never from a repository.</summary>
public sealed record HostSettings
{
    /// <summary>The folder that holds store, clones, worktrees and artifacts; null for the XDG state folder.</summary>
    public string? State { get; init; }

    /// <summary>Whether agents and checks run in a sandbox. Default: where the machine has what it takes.</summary>
    public SandboxMode Sandbox { get; init; }

    /// <summary>Where artifacts go.</summary>
    public ArtifactStoreKind Store { get; init; }

    /// <summary>The blob container. Default: aidp.</summary>
    public string Container { get; init; } = "aidp";

    /// <summary>The environment variable that holds the storage account's connection string. Default: AzureWebJobsStorage.</summary>
    public string ConnectionVariable { get; init; } = "AzureWebJobsStorage";

    /// <summary>What bounds the space that artifacts take.</summary>
    public ArtifactLimits Limits { get; init; } = new();

    /// <summary>The credentials for git servers whose repositories are private.</summary>
    public IReadOnlyList<GitCredentialSettings> GitCredentials { get; init; } = [];

    /// <summary>The store that these settings ask for.</summary>
    /// <param name="stateFolder">The state folder in use.</param>
    /// <param name="secrets">The values that are never stored; see <see cref="SecretValues"/>.</param>
    /// <exception cref="ConfigurationException">The connection string is missing.</exception>
    public ArtifactStore CreateArtifactStore(string stateFolder, IReadOnlyList<string> secrets, TimeProvider time) => CreateBlobContainer() is { } container
        ? new BlobArtifactStore(container, Limits, [Environment.GetEnvironmentVariable(ConnectionVariable)!, .. secrets], time)
        : new DirectoryArtifactStore(Path.Combine(stateFolder, "artifacts"), Limits, secrets);

    /// <summary>The blob container that these settings ask for; null when everything is in the state folder.</summary>
    /// <exception cref="ConfigurationException">The connection string is missing.</exception>
    internal BlobContainerClient? CreateBlobContainer() => Store == ArtifactStoreKind.Directory ? null
        : Environment.GetEnvironmentVariable(ConnectionVariable) is { Length: > 0 } connection ? new BlobContainerClient(connection, Container)
        : throw new ConfigurationException([new ConfigurationProblem(new Origin(OriginKind.Environment, ConnectionVariable), "is not set: artifacts.store is azure, so it must hold the storage account's connection string.")]);
}

/// <summary>Where artifacts go.</summary>
public enum ArtifactStoreKind
{
    /// <summary>Files in the state folder.</summary>
    Directory,

    /// <summary>Blobs of an Azure storage account.</summary>
    Azure,
}
