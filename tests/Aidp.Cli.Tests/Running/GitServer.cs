using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Aidp.Cli.Tests.Running;

/// <summary>A git server on loopback that lets nobody in without a user name and a password: git's own <c>http-backend</c> behind TLS.</summary>
sealed class GitServer : IAsyncDisposable
{
    readonly WebApplication _application;
    readonly X509Certificate2 _certificate = CreateCertificate();
    readonly string _root;
    readonly string _expected;

    GitServer(string root, string user, string password)
    {
        (_root, _expected) = (root, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0, Listen));
        _application = builder.Build();
        _application.Run(AnswerAsync);
    }

    /// <summary>Its name, with its port.</summary>
    public string Authority => new Uri(_application.Urls.First()).Authority;

    /// <summary>What a client must trust, as PEM.</summary>
    public string Certificate => _certificate.ExportCertificatePem();

    /// <summary>Starts a server for the bare repositories in a folder.</summary>
    public static async Task<GitServer> StartAsync(string root, string user, string password)
    {
        var server = new GitServer(root, user, password);
        await server._application.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _certificate.Dispose();
    }

    void Listen(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.UseHttps(_certificate);
    }

    async Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Headers.Authorization != _expected)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"git\"";
            await http.Response.WriteAsync($"not for {http.Request.Headers.Authorization}", http.RequestAborted);
            return;
        }

        http.Features.Get<IHttpBodyControlFeature>()!.AllowSynchronousIO = true;
        using var backend = Process.Start(Backend(http.Request))!;
        await http.Request.Body.CopyToAsync(backend.StandardInput.BaseStream, http.RequestAborted);
        backend.StandardInput.Close();
        var answer = backend.StandardOutput.BaseStream;
        while (ReadLine(answer) is { Length: > 0 } header)
        {
            var (name, value) = header.Split(": ", 2) is [var first, var rest] ? (first, rest) : throw new InvalidOperationException(header);
            if (name == "Status")
            {
                http.Response.StatusCode = int.Parse(value[..3], CultureInfo.InvariantCulture);
            }
            else
            {
                http.Response.Headers[name] = value;
            }
        }

        await answer.CopyToAsync(http.Response.Body, http.RequestAborted);
        await backend.WaitForExitAsync(http.RequestAborted);
    }

    ProcessStartInfo Backend(HttpRequest request) => new("git", ["http-backend"])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        Environment =
        {
            ["GIT_PROJECT_ROOT"] = _root,
            ["GIT_HTTP_EXPORT_ALL"] = "1",
            ["PATH_INFO"] = request.Path,
            ["QUERY_STRING"] = request.QueryString.ToString().TrimStart('?'),
            ["REQUEST_METHOD"] = request.Method,
            ["CONTENT_TYPE"] = request.ContentType ?? "",
            ["HTTP_CONTENT_ENCODING"] = request.Headers.ContentEncoding.ToString(),
            ["GIT_PROTOCOL"] = request.Headers["Git-Protocol"].ToString(),
            ["REMOTE_USER"] = "somebody",
        },
    };

    static string ReadLine(Stream stream)
    {
        var line = new StringBuilder();
        for (var next = stream.ReadByte(); next is not (-1 or '\n'); next = stream.ReadByte())
        {
            line.Append((char)next);
        }

        return line.ToString().TrimEnd('\r');
    }

    static X509Certificate2 CreateCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
