using Aidp.Functions.Keys;

namespace Aidp.Cli.Client;

sealed partial class HostClient
{
    /// <summary>The keys of the host, without their texts.</summary>
    public async Task<IReadOnlyList<KeyView>> KeysAsync(CancellationToken cancellation) => (await GetAsync<KeyList>("api/keys", cancellation)).Keys;

    /// <summary>Makes a key; its text is in the answer, and nowhere else.</summary>
    public Task<NewKeyView> CreateKeyAsync(CreateKeyBody body, CancellationToken cancellation) => PostAsync<NewKeyView>("api/keys", body, cancellation);

    /// <summary>Revokes a key.</summary>
    public Task RevokeKeyAsync(string id, CancellationToken cancellation) => id is "." or ".."
        ? throw new CommandException(ExitCodes.Usage, $"No key has the id '{id}'. `aidp keys list` lists the keys.")
        : DeleteAsync($"api/keys/{Escape(id)}", cancellation);
}
