using System.Diagnostics.CodeAnalysis;
using Aidp.Cli.Terminals;
using Aidp.Functions.Keys;

namespace Aidp.Cli.Client;

/// <summary>An Aidp endpoint that is reached over HTTP: another machine's host, the Azure host, or <c>aidp serve</c>.</summary>
/// <param name="Url">Its address; what follows in it is relative to this.</param>
/// <param name="Key">The key that it is sent; null for none.</param>
sealed record RemoteHost(Uri Url, string? Key)
{
    /// <summary>The variable that names the endpoint.</summary>
    public const string UrlVariable = "AIDP_HOST";

    /// <summary>The variable that holds the key.</summary>
    public const string KeyVariable = "AIDP_KEY";

    const int LongestKey = 1000;

    /// <summary>The endpoint that a command line and its environment name; null when they name none.</summary>
    /// <param name="url">What <c>--host</c> says.</param>
    /// <param name="state">What <c>--state</c> says: an endpoint in the environment gives way to it.</param>
    /// <param name="keyFile">What <c>--key-file</c> says.</param>
    /// <param name="terminal">The environment.</param>
    /// <exception cref="CommandException">The address or the key cannot be used; the message says why.</exception>
    public static RemoteHost? Find(string? url, string? state, string? keyFile, Terminal terminal)
    {
        var named = url ?? (state is null ? NotEmpty(terminal.Environment(UrlVariable)) : null);
        if (named is null)
        {
            return keyFile is null ? null : throw Usage($"A key is for an endpoint: name it with --host URL or {UrlVariable}. The socket of a host on this machine needs none.");
        }

        return new(Address(named), keyFile is null ? Checked(NotEmpty(terminal.Environment(KeyVariable)), KeyVariable) : Checked(ReadKey(keyFile, terminal), "the file of --key-file"));
    }

    /// <summary>A client of it.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The client disposes of its handler, and the caller of the client.")]
    public HostClient Connect()
    {
        // A redirection would take the key to an address that nobody named.
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Url };
        if (Key is not null)
        {
            http.DefaultRequestHeaders.Add(KeyFilter.Header, Key);
        }

        return new(http);
    }

    /// <summary>Whether what is sent to it, the key included, can be read on the way.</summary>
    public bool IsOpenToListeners => Url.Scheme == Uri.UriSchemeHttp && !Url.IsLoopback;

    static Uri Address(string text)
    {
        var address = Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) ? url
            : throw Usage($"'{text}' is not the address of an endpoint: it begins with https:// or http://, for example https://aidp.example.org.");
        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw Usage($"The address of an endpoint has no user, query or fragment. Give the key in {KeyVariable} or with --key-file FILE, never in the address.");
        }

        return address.AbsolutePath.EndsWith('/') ? address : new Uri(address + "/");
    }

    static string? Checked(string? text, string where) => text?.Trim() switch
    {
        null => null,
        { Length: > 0 and <= LongestKey } key when key.All(character => character is > ' ' and <= '~') => key,
        _ => throw Usage($"There is no key in {where}: a key is one word of at most {LongestKey} visible ASCII characters."),
    };

    static string ReadKey(string file, Terminal terminal)
    {
        try
        {
            return file == "-" ? terminal.In.ReadLine() ?? "" : File.ReadAllText(Path.GetFullPath(file, terminal.WorkingDirectory));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not named: whoever mistakes the option gives the key itself.
            throw Usage($"--key-file names a file that holds the key, and this one cannot be read ({e.GetType().Name}). The key itself belongs into {KeyVariable} or a file, not on a command line, where others can read it.");
        }
    }

    static CommandException Usage(string message) => new(ExitCodes.Usage, message);

    static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
