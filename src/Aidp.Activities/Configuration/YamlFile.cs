using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Aidp.Activities.Configuration;

/// <summary>Reads one YAML document of bounded size and depth, without the parts of YAML that surprise: anchors, aliases, tags, merge keys, duplicate keys.</summary>
sealed partial class YamlFile(string name, OriginKind kind, List<ConfigurationProblem> problems)
{
    /// <summary>A configuration is written by people.</summary>
    const int MaximumBytes = 256 << 10;

    const int MaximumDepth = 12;

    /// <summary>The document; null when it is empty or cannot be read, and then the problems say why.</summary>
    public YamlTree? Read(Stream file)
    {
        if (file.Length > MaximumBytes)
        {
            problems.Add(new(new Origin(kind, name), $"is {file.Length} bytes long; a configuration may have {MaximumBytes}."));
            return null;
        }

        using var reader = new StreamReader(file);
        try
        {
            var parser = new Parser(new Scanner(reader, skipComments: true));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                return null;
            }

            var tree = ReadNode(parser, 0);
            parser.Consume<DocumentEnd>();
            if (parser.Current is DocumentStart second)
            {
                Add(second.Start, "A second document begins here; a configuration is one document.");
            }

            return tree is YamlText { Kind: YamlScalarKind.Nothing } ? null : tree;
        }
        catch (YamlException broken)
        {
            Add(broken.Start, $"This is not valid YAML: {broken.Message}");
            return null;
        }
    }

    YamlTree ReadNode(Parser parser, int depth)
    {
        var start = parser.Current!.Start;
        if (depth > MaximumDepth)
        {
            throw new YamlException(start, start, $"nested deeper than {MaximumDepth} levels");
        }

        if (parser.TryConsume<AnchorAlias>(out _))
        {
            Add(start, "Aliases are not supported: write the value out.");
            return new YamlText("", YamlScalarKind.Nothing, start.Line, start.Column);
        }

        var node = parser.Consume<NodeEvent>();
        if (!node.Anchor.IsEmpty || !node.Tag.IsEmpty)
        {
            Add(start, "Anchors and tags are not supported: write the plain value.");
        }

        return node switch
        {
            Scalar scalar => ReadScalar(scalar),
            SequenceStart => ReadItems(parser, depth, start),
            _ => ReadFields(parser, depth, start),
        };
    }

    YamlItems ReadItems(Parser parser, int depth, Mark start)
    {
        var items = new List<YamlTree>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(parser, depth + 1));
        }

        return new YamlItems(items, start.Line, start.Column);
    }

    YamlFields ReadFields(Parser parser, int depth, Mark start)
    {
        var fields = new List<(YamlText, YamlTree)>();
        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(parser, depth + 1);
            var value = ReadNode(parser, depth + 1);
            if (key is not YamlText text)
            {
                problems.Add(new(new Origin(kind, name, key.Line, key.Column), "A key is a plain text."));
            }
            else if (!seen.TryAdd(text.Value, text.Line))
            {
                problems.Add(new(new Origin(kind, name, key.Line, key.Column), $"'{text.Value}' stands here a second time; the first is in line {seen[text.Value]}."));
            }
            else
            {
                fields.Add((text, value));
            }
        }

        return new YamlFields(fields, start.Line, start.Column);
    }

    static YamlText ReadScalar(Scalar scalar)
    {
        var meaning = scalar.Style != ScalarStyle.Plain ? YamlScalarKind.Text
            : NothingForm().IsMatch(scalar.Value) ? YamlScalarKind.Nothing
            : FlagForm().IsMatch(scalar.Value) ? YamlScalarKind.Flag
            : IntegerForm().IsMatch(scalar.Value) ? YamlScalarKind.Integer
            : RealForm().IsMatch(scalar.Value) ? YamlScalarKind.Real
            : YamlScalarKind.Text;
        return new YamlText(scalar.Value, meaning, scalar.Start.Line, scalar.Start.Column);
    }

    void Add(Mark mark, string message) => problems.Add(new(new Origin(kind, name, mark.Line, mark.Column), message));

    [GeneratedRegex(@"\A(~|null|Null|NULL|)\z")]
    private static partial Regex NothingForm();

    [GeneratedRegex(@"\A(true|True|TRUE|false|False|FALSE)\z")]
    private static partial Regex FlagForm();

    [GeneratedRegex(@"\A([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z")]
    private static partial Regex IntegerForm();

    [GeneratedRegex(@"\A([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z")]
    private static partial Regex RealForm();
}
