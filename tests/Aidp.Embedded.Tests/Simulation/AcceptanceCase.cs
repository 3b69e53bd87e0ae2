using Aidp.Embedded.Tests.Engine;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>One of the orchestrations that every engine of this kind is held to, by its name in <c>tests/orchestrations_test.go</c> of microsoft/durabletask-go.</summary>
/// <param name="Name">The name.</param>
/// <param name="Functions">Makes the functions.</param>
/// <param name="Run">Does what a client does, and checks what it sees.</param>
sealed record AcceptanceCase(string Name, Func<ToyFunctions> Functions, Action<AcceptanceRun> Run);
