// The head of the Azure host only: the embedded host runs the same functions inside the command line's process.
using Aidp.Activities;
using Aidp.Functions;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddAidpActivities();
builder.Services.AddAidpFunctions();
await builder.Build().RunAsync();
