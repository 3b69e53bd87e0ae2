using Aidp.Activities.TestHost;

return args switch
{
    ["run", var folder, var script] => await RunScript.RunAsync(folder, script, record: null),
    ["record", var folder, var script] => await RunScript.RunAsync(folder, script, Path.Combine(folder, "record")),
    ["step", var state, var location, var baseCommit, var listener, var killAt] => await RunStep.RunAsync(state, location, baseCommit, listener, int.Parse(killAt, System.Globalization.CultureInfo.InvariantCulture)),
    ["open", var state, var location, var baseCommit] => await RunStep.OpenAsync(state, location, baseCommit),
    ["git", var folder, .. var arguments] => await RunGit.RunAsync(folder, arguments),
    ["activities", var state, var location, var commit, var script, var killAt] => await RunActivities.RunAsync(state, location, commit, script, int.Parse(killAt, System.Globalization.CultureInfo.InvariantCulture)),
    _ => 2,
};
