using System.Reflection;

namespace Aidp.Tools;

/// <summary>Programs from npm that tests drive, installed by Tools.targets.</summary>
static class NodeTools
{
    /// <summary>The folder that holds package.json and node_modules.</summary>
    public static string Folder { get; } = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "NodeToolsFolder").Value!;

    /// <summary>The path of an installed program, or of the folder of a package that has none; null where it is missing.</summary>
    public static string? Find(string name) => new[] { Path.Combine(Folder, "node_modules", ".bin", name), Path.Combine(Folder, "node_modules", name) }.FirstOrDefault(Path.Exists);

    /// <summary>The path of an installed program. Where it is missing the test is skipped; where <c>CI</c> is set it fails instead.</summary>
    public static string Require(string program)
    {
        if (Find(program) is { } path)
        {
            return path;
        }

        var reason = $"'{program}' is not installed: run {Path.Combine(Folder, "install.sh")} with Node.js 20 or later.";
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")))
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
        return "";
    }
}
