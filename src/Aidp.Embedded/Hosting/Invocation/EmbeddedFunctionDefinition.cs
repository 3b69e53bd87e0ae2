using Aidp.Embedded.Functions;

namespace Aidp.Embedded.Hosting;

/// <summary>What a function of this host is.</summary>
sealed class EmbeddedFunctionDefinition(FunctionMethod function) : FunctionDefinition
{
    public override string Id => Name;

    public override string Name { get; } = function.Name;

    public override string EntryPoint { get; } = function.Label;

    public override string PathToAssembly { get; } = function.Method.Module.FullyQualifiedName;
}
