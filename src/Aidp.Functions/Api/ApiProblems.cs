using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Aidp.Functions.Api;

/// <summary>Everything that can be wrong with a request, as problem documents (RFC 9457). The <c>type</c> of each is a public contract.</summary>
static class ApiProblems
{
    /// <summary>The body or a parameter cannot be understood.</summary>
    public static ApiProblemException InvalidRequest(string detail) =>
        Make(StatusCodes.Status400BadRequest, "invalid-request", "The request is not valid.", detail);

    /// <summary>Nothing answers there, or not to this method.</summary>
    public static ApiProblemException NoSuchAddress(string method) =>
        Make(StatusCodes.Status404NotFound, "no-such-address", "There is nothing here.", $"No address like this takes {method}. GET /api/openapi.json lists all.");

    /// <summary>An id that no run can have.</summary>
    public static ApiProblemException InvalidId(string detail) =>
        Make(StatusCodes.Status400BadRequest, "invalid-id", "The id is not valid.", detail);

    /// <summary>No key, or a wrong one.</summary>
    public static ApiProblemException KeyNeeded() =>
        Make(StatusCodes.Status401Unauthorized, "key-needed", "A key is needed.", "Send the key in the header x-aidp-key. The host's full key is in the file host.key of its state folder, or on Azure in the setting Aidp__Keys__Full.");

    /// <summary>The key is one for looking only.</summary>
    public static ApiProblemException ReadOnlyKey() =>
        Make(StatusCodes.Status403Forbidden, "read-only-key", "The key is read-only.", "This request needs a full key. Whoever has one makes others with POST /api/keys.");

    /// <summary>Who asks is an agent or a check of a run, or was started by one.</summary>
    public static ApiProblemException OwnProcess() =>
        Make(StatusCodes.Status403Forbidden, "own-process", "What runs of this host start may not control it.", "Ask from a process that no agent, check or setup command of this host has started.");

    /// <summary>There is no key with this id.</summary>
    public static ApiProblemException KeyNotFound(string id) =>
        Make(StatusCodes.Status404NotFound, "key-not-found", "There is no such key.", $"No key has the id '{id}'. GET /api/keys lists them.");

    /// <summary>There is no run with this id.</summary>
    public static ApiProblemException RunNotFound(string id) =>
        Make(StatusCodes.Status404NotFound, "run-not-found", "There is no such run.", $"No run has the id '{id}'. GET /api/runs lists them.");

    /// <summary>The run has no artifact with this name.</summary>
    public static ApiProblemException ArtifactNotFound(string run, string name) =>
        Make(StatusCodes.Status404NotFound, "artifact-not-found", "There is no such artifact.", $"The run '{run}' has no artifact '{name}'. GET /api/runs/{run}/artifacts lists them.");

    /// <summary>The run is too young to have what was asked for.</summary>
    public static ApiProblemException NotYet(string detail) =>
        Make(StatusCodes.Status404NotFound, "not-yet", "It does not exist yet.", detail);

    /// <summary>Another request already started a run with this id.</summary>
    public static ApiProblemException RunExists(string id) =>
        Make(StatusCodes.Status409Conflict, "run-exists", "The id is taken.", $"Another request started the run '{id}'. Leave the id out, or choose another one.");

    /// <summary>The idempotency key belongs to a request that said something else.</summary>
    public static ApiProblemException KeyReused() =>
        Make(StatusCodes.Status422UnprocessableEntity, "key-reused", "The idempotency key is another request's.", "A request with this Idempotency-Key, and another content, was sent before. Send the same content again, or choose another key.");

    /// <summary>The run has not begun yet, so nothing can take a signal.</summary>
    public static ApiProblemException NotStarted(string id) =>
        Make(StatusCodes.Status409Conflict, "not-started", "The run has not begun.", $"The run '{id}' waits for its turn. Try again when its status is no longer 'pending'.");

    /// <summary>A run that goes on cannot be removed.</summary>
    public static ApiProblemException RunActive(string id) =>
        Make(StatusCodes.Status409Conflict, "run-active", "The run goes on.", $"The run '{id}' has not ended. Cancel it with POST /api/runs/{id}/cancel, wait for its end, then remove it.");

    /// <summary>A run that has ended cannot be controlled.</summary>
    public static ApiProblemException RunFinished(string id) =>
        Make(StatusCodes.Status410Gone, "run-finished", "The run has ended.", $"The run '{id}' has ended and can no longer be controlled.");

    /// <summary>There are as many as there may be.</summary>
    public static ApiProblemException TooMany(string detail) =>
        Make(StatusCodes.Status409Conflict, "too-many", "There are too many.", detail);

    /// <summary>More bytes than a request may have.</summary>
    public static ApiProblemException TooLarge(string detail) =>
        Make(StatusCodes.Status413PayloadTooLarge, "too-large", "The request is too large.", detail);

    /// <summary>The server could not read the request to its end.</summary>
    public static ApiProblemException BadHttp(int status, string detail) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => TooLarge(detail),
        StatusCodes.Status408RequestTimeout => Make(status, "too-slow", "The request came too slowly.", detail),
        _ => Make(StatusCodes.Status400BadRequest, "invalid-request", "The request is not valid.", detail),
    };

    /// <summary>The body is not JSON.</summary>
    public static ApiProblemException NotJson() =>
        Make(StatusCodes.Status415UnsupportedMediaType, "not-json", "The body must be JSON.", "Send the body with Content-Type: application/json.");

    /// <summary>The range begins behind the end.</summary>
    public static ApiProblemException RangeNotSatisfiable(long length) =>
        Make(StatusCodes.Status416RangeNotSatisfiable, "range-not-satisfiable", "The range begins behind the end.", $"There are {length} bytes so far.");

    /// <summary>The request is understood, but the repository cannot be worked on.</summary>
    public static ApiProblemException Repository(string detail) =>
        Make(StatusCodes.Status422UnprocessableEntity, "repository", "The repository cannot be worked on.", detail);

    /// <summary>As many streams of events are open as there may be.</summary>
    public static ApiProblemException TooManyStreams(int most) =>
        Make(StatusCodes.Status503ServiceUnavailable, "too-many-streams", "Too many streams are open.", $"This host serves {most} streams of events at a time (Aidp:Events:MostStreams). Close those that nobody looks at, or try again later.");

    /// <summary>There is no room for what the request brings.</summary>
    public static ApiProblemException NoRoom(string detail) =>
        Make(StatusCodes.Status507InsufficientStorage, "no-room", "There is no room.", detail);

    /// <summary>A fault of the host; the cause is in its log.</summary>
    public static ApiProblemException Fault() =>
        Make(StatusCodes.Status500InternalServerError, "fault", "The host failed.", "The host's log says why.");

    static ApiProblemException Make(int status, string type, string title, string detail) =>
        new(new ProblemDetails { Status = status, Type = "urn:aidp:problem:" + type, Title = title, Detail = detail });
}
