using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Aidp.Functions.Api;

/// <summary>Reads whole numbers from queries.</summary>
static class QueryNumber
{
    /// <summary>Reads a parameter, or its default when it is not there.</summary>
    /// <exception cref="ApiProblemException">It is no number, or out of range.</exception>
    public static int Read(IQueryCollection query, string name, int absent, int least, int most) => query[name] switch
    {
        [] => absent,
        [{ } text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most => number,
        _ => throw ApiProblems.InvalidRequest($"The parameter '{name}' takes one number from {least} to {most}."),
    };
}
