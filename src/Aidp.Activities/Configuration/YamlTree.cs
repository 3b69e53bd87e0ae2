namespace Aidp.Activities.Configuration;

/// <summary>What a plain scalar means by YAML 1.2's core schema (https://yaml.org/spec/1.2.2/#103-core-schema).</summary>
enum YamlScalarKind
{
    Text,
    Integer,
    Real,
    Flag,
    Nothing,
}

/// <summary>A part of a YAML document, with its place.</summary>
abstract record YamlTree(long Line, long Column);

/// <summary>A scalar.</summary>
sealed record YamlText(string Value, YamlScalarKind Kind, long Line, long Column) : YamlTree(Line, Column);

/// <summary>A sequence.</summary>
sealed record YamlItems(IReadOnlyList<YamlTree> Items, long Line, long Column) : YamlTree(Line, Column);

/// <summary>A mapping, in the order of the document.</summary>
sealed record YamlFields(IReadOnlyList<(YamlText Key, YamlTree Value)> Fields, long Line, long Column) : YamlTree(Line, Column);
