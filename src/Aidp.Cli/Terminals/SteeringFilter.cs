using System.Text;

namespace Aidp.Cli.Terminals;

/// <summary>Takes out of a stream of text what would steer a terminal, also where a piece of it ends within a sequence.</summary>
sealed class SteeringFilter
{
    const char Bell = '\u0007';
    const char Escape = '\u001b';
    const char ControlString = '\u0090';
    const char StartOfString = '\u0098';
    const char ControlSequence = '\u009b';
    const char StringTerminator = '\u009c';
    const char SystemCommand = '\u009d';
    const char ApplicationCommand = '\u009f';

    Within _within;
    bool _returned;

    enum Within
    {
        Text,
        Escape,
        Sequence,
        String,
        StringEscape,
    }

    /// <summary>What may be shown of the next piece.</summary>
    public string Next(string piece)
    {
        var shown = new StringBuilder(piece.Length);
        foreach (var character in piece)
        {
            // What a progress bar would write over becomes a line of its own.
            if (_returned && character is not ('\n' or '\r'))
            {
                shown.Append('\n');
            }

            _returned = character == '\r';
            if (character == '\n')
            {
                // Ends a sequence that has no end: it must not hide all that follows.
                shown.Append(character);
                _within = Within.Text;
            }
            else if (!_returned)
            {
                Take(character, shown);
            }
        }

        return shown.ToString();
    }

    // ECMA-48: control sequences (CSI), strings such as operating system commands (OSC), and two-character escapes, in their long and their short forms.
    void Take(char character, StringBuilder shown)
    {
        switch (_within)
        {
            case Within.Text when IsShown(character):
                shown.Append(character);
                break;
            case Within.Text or Within.Sequence when character is Escape:
                _within = Within.Escape;
                break;
            case Within.Text:
                _within = character switch
                {
                    ControlSequence => Within.Sequence,
                    ControlString or StartOfString or (>= SystemCommand and <= ApplicationCommand) => Within.String,
                    _ => Within.Text,
                };
                break;
            case Within.Escape or Within.StringEscape:
                _within = character switch
                {
                    '\\' => Within.Text,
                    '[' => Within.Sequence,
                    ']' or 'P' or 'X' or '^' or '_' => Within.String,
                    (>= ' ' and <= '/') or Escape => Within.Escape,
                    _ => Within.Text,
                };
                break;
            case Within.Sequence when character is >= '@' and <= '~':
            case Within.String when character is Bell or StringTerminator:
                _within = Within.Text;
                break;
            case Within.String when character is Escape:
                _within = Within.StringEscape;
                break;
            default:
                break;
        }
    }

    // Direction marks would let a text look like another one.
    static bool IsShown(char character) => character == '\t' || !(char.IsControl(character) || character is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'));
}
