namespace Aidp.Embedded.Functions;

/// <summary>What a function is.</summary>
public abstract class FunctionDefinition
{
    /// <summary>Its id.</summary>
    public abstract string Id { get; }

    /// <summary>Its name.</summary>
    public abstract string Name { get; }

    /// <summary>The full name of its method.</summary>
    public abstract string EntryPoint { get; }

    /// <summary>The assembly that holds it.</summary>
    public abstract string PathToAssembly { get; }
}
