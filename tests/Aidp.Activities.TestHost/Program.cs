using Aidp.Activities.TestHost;

return args switch
{
    ["run", var folder, var script] => await RunScript.RunAsync(folder, script),
    _ => 2,
};
