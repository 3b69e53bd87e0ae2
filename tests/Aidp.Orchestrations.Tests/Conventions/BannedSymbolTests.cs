using System.Reflection;

namespace Aidp.Orchestrations.Tests.Conventions;

/// <summary>A misspelt line of a banned list bans nothing and nobody notices, and neither does anyone notice a new overload.</summary>
public sealed class BannedSymbolTests
{
    static readonly string[] _banned = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "BannedSymbols.Replay.txt")).Select(line => line.Split(';')[0])];

    public static TheoryData<Type, string> Families => new()
    {
        { typeof(Task), nameof(Task.Run) },
        { typeof(Task), nameof(Task.Delay) },
        { typeof(Task), nameof(Task.ConfigureAwait) },
        { typeof(Task), nameof(Task.WaitAsync) },
        { typeof(Task<>), nameof(Task.ConfigureAwait) },
        { typeof(Task<>), nameof(Task.WaitAsync) },
        { typeof(ValueTask), nameof(ValueTask.ConfigureAwait) },
        { typeof(ValueTask<>), nameof(ValueTask.ConfigureAwait) },
        { typeof(Guid), nameof(Guid.NewGuid) },
        { typeof(Guid), nameof(Guid.CreateVersion7) },
        { typeof(CancellationTokenSource), nameof(CancellationTokenSource.CancelAfter) },
    };

    [Theory]
    [MemberData(nameof(Families))]
    public void List_Overloads_AreAllBanned(Type type, string method)
    {
        ArgumentNullException.ThrowIfNull(type);
        var overloads = type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(known => known.Name == method).Select(Id).ToList();

        Assert.NotEmpty(overloads);
        Assert.Empty(overloads.Except(_banned));
    }

    [Fact]
    public void List_EveryType_Exists() =>
        Assert.All(_banned.Where(id => id.StartsWith("T:", StringComparison.Ordinal)), id => Assert.NotNull(Find(id[2..])));

    [Fact]
    public void List_EveryMember_Exists() =>
        Assert.All(_banned.Where(id => id[0] is 'M' or 'P'), id =>
        {
            var name = id[2..].Split('(')[0];
            var type = Find(name[..name.LastIndexOf('.')]);
            Assert.NotNull(type);
            Assert.Contains(id, type.GetMembers().SelectMany(member => member switch
            {
                PropertyInfo property => [$"P:{TypeId(type)}.{property.Name}"],
                MethodBase method => new[] { Id(method) },
                _ => [],
            }));
        });

    static Type? Find(string name)
    {
        var metadata = name.Replace("`0", "", StringComparison.Ordinal);
        return AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(metadata)).FirstOrDefault(type => type is not null)
            ?? Type.GetType($"{metadata}, System.Diagnostics.Process")
            ?? Type.GetType($"{metadata}, System.Threading.Tasks.Parallel")
            ?? Type.GetType($"{metadata}, System.Security.Cryptography")
            ?? Type.GetType($"{metadata}, System.Console");
    }

    // Identifiers as documentation comments write them.
    static string Id(MethodBase method)
    {
        var name = method.IsConstructor ? "#ctor" : method.Name;
        var generic = method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "";
        var parameters = string.Join(',', method.GetParameters().Select(parameter => TypeId(parameter.ParameterType)));
        return $"M:{TypeId(method.DeclaringType!)}.{name}{generic}{(parameters.Length == 0 ? "" : $"({parameters})")}";
    }

    static string TypeId(Type type) => type switch
    {
        { IsGenericMethodParameter: true } => $"``{type.GenericParameterPosition}",
        { IsGenericTypeDefinition: true } => type.FullName!,
        { IsGenericType: true } => $"{type.GetGenericTypeDefinition().FullName!.Split('`')[0]}{{{string.Join(',', type.GetGenericArguments().Select(TypeId))}}}",
        _ => type.FullName ?? type.Name,
    };
}
