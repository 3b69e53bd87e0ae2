using System.Reflection;
using Aidp.Embedded.Functions;

namespace Aidp.Embedded.Hosting;

/// <summary>Finds the functions of types, and says of every one that cannot run why.</summary>
static class FunctionDiscovery
{
    const BindingFlags AnyMethod = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The functions of some types, by name.</summary>
    /// <exception cref="InvalidFunctionsException">Some cannot run.</exception>
    internal static IReadOnlyList<FunctionMethod> Find(IEnumerable<Type> types)
    {
        List<FunctionMethod> functions = [];
        List<string> problems = [];
        foreach (var method in types.SelectMany(type => type.GetMethods(AnyMethod)))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is not { } attribute)
            {
                continue;
            }

            var found = FunctionTrigger.In(method).ToList();
            var faults = FunctionRules.Check(method, attribute.Name, found).ToList();
            problems.AddRange(faults.Select(fault => $"Function '{attribute.Name}' ({FunctionMethod.Describe(method)}) {fault}"));
            if (faults.Count == 0)
            {
                functions.Add(new(attribute.Name, method, found[0]));
            }
        }

        problems.AddRange(functions
            .GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1)
            .Select(group => $"Function '{group.Key}' is declared by {string.Join(" and ", group.Select(function => function.Label))}: names are compared without regard to case; rename one."));
        return problems.Count == 0
            ? [.. functions.OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)]
            : throw new InvalidFunctionsException(problems);
    }
}
