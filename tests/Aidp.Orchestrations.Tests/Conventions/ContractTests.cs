using System.Collections;
using System.Reflection;
using System.Text.Json;
using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.Tests.Conventions;

public sealed class ContractTests
{
    static readonly Dictionary<string, (Type Input, Type? Result)> _activities = new()
    {
        [FunctionNames.CreateWorktree] = (typeof(CreateWorktreeInput), typeof(CreateWorktreeResult)),
        [FunctionNames.ExecuteAgent] = (typeof(ExecuteAgentInput), typeof(ExecuteAgentResult)),
        [FunctionNames.RunTests] = (typeof(RunCheckInput), typeof(CheckResult)),
        [FunctionNames.RunLinter] = (typeof(RunCheckInput), typeof(CheckResult)),
        [FunctionNames.CommitChanges] = (typeof(CommitChangesInput), typeof(CommitChangesResult)),
        [FunctionNames.EnforceGuard] = (typeof(EnforceGuardInput), typeof(EnforceGuardResult)),
        [FunctionNames.DiagnoseFailure] = (typeof(DiagnoseFailureInput), typeof(DiagnoseFailureResult)),
        [FunctionNames.CollectMetrics] = (typeof(CollectMetricsInput), typeof(MetricsSnapshot)),
        [FunctionNames.PublishBranch] = (typeof(PublishBranchInput), typeof(PublishBranchResult)),
        [FunctionNames.RemoveWorktree] = (typeof(RemoveWorktreeInput), typeof(RemoveWorktreeResult)),
    };

    static IEnumerable<Type> Contracts => typeof(FunctionNames).Assembly.GetExportedTypes()
        .Where(type => type.IsClass && !(type.IsAbstract && type.IsSealed) && !type.Name.EndsWith("Orchestration", StringComparison.Ordinal));

    [Fact]
    public void Contracts_Every_IsASealedRecord() =>
        Assert.All(Contracts, type => Assert.True(type.IsSealed && type.GetMethod("<Clone>$") is not null, $"{type} is no sealed record."));

    [Fact]
    public void Contracts_Every_RoundTripsAsJson()
    {
        Assert.True(Contracts.Count() > 30);
        Assert.All(Contracts, type =>
        {
            var sample = Samples.Of(type);
            var json = JsonSerializer.Serialize(sample, type);
            Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type), type));
            Assert.All(type.GetProperties().Where(property => property.SetMethod is not null), property =>
                Assert.True(Samples.IsFilled(property.GetValue(JsonSerializer.Deserialize(json, type))), $"{type.Name}.{property.Name} is lost."));
        });
    }

    [Fact]
    public void FunctionNames_Every_IsAnOrchestrationOrAnActivityWithInputAndResult()
    {
        var orchestrations = typeof(FunctionNames).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods())
            .Select(method => method.GetCustomAttribute<FunctionAttribute>()?.Name)
            .OfType<string>();
        var names = typeof(FunctionNames).GetFields().Select(field => (string)field.GetValue(null)!);

        Assert.Equal(names.Order(), orchestrations.Concat(_activities.Keys).Order());
        Assert.All(_activities.Values, contract => Assert.Equal(typeof(StepContext), contract.Input.GetProperty("Step")?.PropertyType));
    }

    /// <summary>Makes values in which nothing is empty.</summary>
    static class Samples
    {
        public static object Of(Type type) => type switch
        {
            _ when Nullable.GetUnderlyingType(type) is { } inner => Of(inner),
            _ when type == typeof(string) => "text",
            _ when type == typeof(bool) => true,
            _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(90),
            _ when type == typeof(DateTime) => new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc),
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
            _ when type.IsEnum => Enum.GetValues(type).GetValue(1)!,
            _ when type.IsPrimitive || type == typeof(decimal) => Convert.ChangeType(7, type, System.Globalization.CultureInfo.InvariantCulture),
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) =>
                new Dictionary<string, IReadOnlyList<string>> { ["standard"] = ["a", "b"] },
            { IsGenericType: true } => List(type.GetGenericArguments()[0]),
            _ => Record(type),
        };

        public static bool IsFilled(object? value) => value is not null and not "" and not false and not 0 && (value is not IEnumerable list || list.Cast<object>().Any());

        static IList List(Type item)
        {
            var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
            list.Add(Of(item));
            return list;
        }

        static object Record(Type type)
        {
            var constructor = type.GetConstructors().OrderBy(known => known.GetParameters().Length).First();
            var record = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Of(parameter.ParameterType))]);
            foreach (var property in type.GetProperties().Where(property => property.SetMethod is not null))
            {
                property.SetValue(record, Of(property.PropertyType));
            }

            return record;
        }
    }
}
