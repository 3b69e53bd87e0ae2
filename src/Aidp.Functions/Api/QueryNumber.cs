using System.Globalization;
using System.Numerics;
using Microsoft.AspNetCore.Http;

namespace Aidp.Functions.Api;

/// <summary>Reads whole numbers from queries.</summary>
static class QueryNumber
{
    /// <summary>Reads a parameter, or its default when it is not there.</summary>
    /// <exception cref="ApiProblemException">It is no number, or out of range.</exception>
    public static T Read<T>(IQueryCollection query, string name, T absent, T least, T most)
        where T : INumber<T> =>
        query[name] switch
        {
            [] => absent,
            [{ } text] when T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most => number,
            _ => throw ApiProblems.InvalidRequest($"The parameter '{name}' takes one number from {least} to {most}."),
        };
}
