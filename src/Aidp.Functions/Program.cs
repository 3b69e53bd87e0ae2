// The head of the Azure host only: the embedded host runs the same functions inside the command line's process.
using Aidp.Activities;
using Aidp.Functions;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
// Core Tools keeps local.settings.json beside the program: the key and the storage account are no agent's business.
builder.Services.AddAidpActivities(activities => activities.HiddenFolders.Add(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)));
builder.Services.AddAidpFunctions();
await builder.Build().RunAsync();
