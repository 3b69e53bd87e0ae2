using Aidp.Activities.TestHost;

return args switch
{
    ["run", var folder, var script] => await RunScript.RunAsync(folder, script, record: null),
    ["record", var folder, var script] => await RunScript.RunAsync(folder, script, Path.Combine(folder, "record")),
    _ => 2,
};
