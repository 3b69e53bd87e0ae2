using Aidp.Embedded.Functions;

namespace Aidp.Embedded.Hosting;

/// <summary>One invocation of a function of this host.</summary>
sealed class EmbeddedFunctionContext(FunctionDefinition definition, IServiceProvider services, CancellationToken cancellation) : FunctionContext
{
    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => FunctionDefinition.Id;

    public override FunctionDefinition FunctionDefinition { get; } = definition;

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override CancellationToken CancellationToken { get; } = cancellation;
}
