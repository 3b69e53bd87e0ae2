using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Aidp.Cli.Verbs;

/// <summary>Options that take a whole number.</summary>
static class NumberOption
{
    /// <summary>An option whose value lies between two numbers; null when it is not given.</summary>
    public static Option<int?> Create(string name, string helpName, string description, int least, int most) => new(name)
    {
        Description = description,
        HelpName = helpName,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => Read(result, name, least, most),
    };

    static int? Read(ArgumentResult result, string name, int least, int most)
    {
        var text = result.Tokens is [var token] ? token.Value : "";
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        result.AddError($"{name} takes a whole number, {(most == int.MaxValue ? $"{least} or more" : $"from {least} to {most}")}, not '{text}'.");
        return null;
    }
}
