using Aidp.Cli.Terminals;

namespace Aidp.Cli.Following;

/// <summary>What a person who pressed Ctrl-C wants of the run that they follow.</summary>
enum InterruptChoice
{
    /// <summary>To leave it alone and stop following it.</summary>
    Detach,

    /// <summary>To have it stop before its next step.</summary>
    Pause,

    /// <summary>To end it.</summary>
    Cancel,

    /// <summary>To go on as before.</summary>
    GoOn,
}

/// <summary>Asks a person who pressed Ctrl-C what they want; Ctrl-C again means to detach at once.</summary>
sealed class InterruptMenu(Terminal terminal)
{
    /// <summary>Asks until the answer is understood.</summary>
    /// <param name="ownHost">Whether the run is hosted by this process, and so rests when it ends.</param>
    /// <param name="again">Cancelled by Ctrl-C.</param>
    public async Task<InterruptChoice> AskAsync(bool ownHost, CancellationToken again)
    {
        while (!again.IsCancellationRequested)
        {
            await terminal.Error.WriteAsync(ownHost
                ? "\n[d]etach (stop here; the run is kept), [p]ause, [c]ancel, or Enter to go on? Ctrl-C again stops at once. "
                : "\n[d]etach (the run goes on in the background), [p]ause, [c]ancel, or Enter to go on watching? Ctrl-C again detaches at once. ");
            await terminal.Error.FlushAsync(CancellationToken.None);
            switch (await AnswerAsync(again))
            {
                case null or "d" or "D" or "detach":
                    return InterruptChoice.Detach;
                case "p" or "P" or "pause":
                    return InterruptChoice.Pause;
                case "c" or "C" or "cancel":
                    return InterruptChoice.Cancel;
                case "":
                    return InterruptChoice.GoOn;
                default:
                    break;
            }
        }

        return InterruptChoice.Detach;
    }

    // A console is read on a thread of its own: it cannot be told to stop reading.
    async Task<string?> AnswerAsync(CancellationToken again)
    {
        try
        {
            return (await Task.Run(terminal.In.ReadLine, CancellationToken.None).WaitAsync(again))?.Trim();
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
