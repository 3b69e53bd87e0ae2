using Aidp.Activities.TestHost;

return args switch
{
    ["run", var folder, var script] => await RunScript.RunAsync(folder, script, record: null),
    ["record", var folder, var script] => await RunScript.RunAsync(folder, script, Path.Combine(folder, "record")),
    ["step", var state, var location, var baseCommit, var listener, var killAt] => await RunStep.RunAsync(state, location, baseCommit, listener, int.Parse(killAt, System.Globalization.CultureInfo.InvariantCulture)),
    ["git", var folder, .. var arguments] => await RunGit.RunAsync(folder, arguments),
    _ => 2,
};
