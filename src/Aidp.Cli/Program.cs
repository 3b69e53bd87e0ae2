using Aidp.Cli;
using Aidp.Cli.Terminals;

using var interrupts = new Interrupts();
return await CommandLine.InvokeAsync(args, Terminal.OfProcess(), interrupts.Token);
