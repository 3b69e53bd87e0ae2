namespace Aidp.Functions.Description;

/// <summary>What a route takes and answers, besides problems. Its method and address stand in its trigger.</summary>
/// <param name="Summary">What it does.</param>
sealed record ApiOperation(string Summary)
{
    /// <summary>The type of its body; null when it takes none.</summary>
    public Type? Body { get; init; }

    /// <summary>Whether the body may be left out.</summary>
    public bool BodyIsOptional { get; init; }

    /// <summary>The parameters of its query.</summary>
    public IReadOnlyList<ApiParameter> Query { get; init; } = [];

    /// <summary>The headers that it looks at.</summary>
    public IReadOnlyList<ApiParameter> Headers { get; init; } = [];

    /// <summary>What it answers when all is well.</summary>
    public required IReadOnlyList<ApiAnswer> Answers { get; init; }

    /// <summary>Whether it needs a key.</summary>
    public bool NeedsKey { get; init; } = true;
}

/// <summary>A parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="Schema">What it can be, as JSON Schema.</param>
sealed record ApiParameter(string Name, string Meaning, string Schema = """{"type":"string"}""");

/// <summary>An answer when all is well.</summary>
/// <param name="Status">Its status code.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="Types">What it holds as JSON, one of these; none for no JSON.</param>
/// <param name="MediaType">What it is when it is no JSON; null for no body.</param>
sealed record ApiAnswer(int Status, string Meaning, IReadOnlyList<Type> Types, string? MediaType = null)
{
    /// <summary>An answer of JSON.</summary>
    public static ApiAnswer Json<T>(int status, string meaning) => new(status, meaning, [typeof(T)], "application/json");

    /// <summary>An answer of something else.</summary>
    public static ApiAnswer Other(int status, string meaning, string mediaType) => new(status, meaning, [], mediaType);

    /// <summary>An answer without a body.</summary>
    public static ApiAnswer Empty(int status, string meaning) => new(status, meaning, []);
}
