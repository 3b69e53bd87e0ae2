using Aidp.Cli;
using Aidp.Cli.Terminals;

using var interrupts = Interrupts.OfProcess();
return await CommandLine.InvokeAsync(args, Terminal.OfProcess(interrupts), interrupts.Token);
