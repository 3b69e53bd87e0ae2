using Microsoft.AspNetCore.Mvc;

namespace Aidp.Functions.Api;

/// <summary>Ends the handling of a request with a problem document.</summary>
sealed class ApiProblemException(ProblemDetails problem) : Exception(problem.Detail)
{
    /// <summary>The document.</summary>
    public ProblemDetails Problem { get; } = problem;
}
