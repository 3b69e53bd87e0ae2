using System.Globalization;
using Aidp.Orchestrations.Settings;

namespace Aidp.Orchestrations.WorkLoop;

/// <summary>Refuses the next agent call before it would exceed a budget. What it will use is judged by the average of the calls before it; its time is cut to what is left.</summary>
static class Limits
{
    static readonly TimeSpan _shortestCall = TimeSpan.FromSeconds(1);

    /// <summary>How the run ends when the next call is refused; null when it may be made.</summary>
    public static Ending? Refuse(BudgetSettings budget, Spent spent)
    {
        if (budget.WallTime is { } wall && wall - spent.WallTime < _shortestCall)
        {
            return Ending.Budget(Used($"The time budget of {wall:c} is used up: the run took {spent.WallTime:c}."));
        }

        if (budget.AgentTime is { } time && time - spent.AgentTime < _shortestCall)
        {
            return Ending.Budget(Used($"The agent time budget of {time:c} is used up: all calls took {spent.AgentTime:c}."));
        }

        var tokens = spent.Usage.InputTokens + spent.Usage.OutputTokens;
        if (budget.Tokens is { } most && (tokens >= most || tokens + Average(tokens, spent.Calls) > most))
        {
            return Ending.Budget(Used($"The next call would exceed the budget of {most} tokens: {spent.Calls} calls used {tokens}."));
        }

        var cost = spent.Usage.CostUsd;
        return budget.CostUsd is { } dollars && (cost >= dollars || cost + Average(cost, spent.Calls) > dollars)
            ? Ending.Budget(Used($"The next call would exceed the budget of {dollars:0.00} US dollars: {spent.Calls} calls cost {cost:0.00}."))
            : null;
    }

    /// <summary>The agent with its time cut to what the budgets leave.</summary>
    public static AgentSettings Bounded(AgentSettings agent, BudgetSettings budget, Spent spent)
    {
        var timeout = agent.Timeout;
        timeout = budget.WallTime - spent.WallTime is { } wall && wall < timeout ? wall : timeout;
        timeout = budget.AgentTime - spent.AgentTime is { } time && time < timeout ? time : timeout;
        return timeout == agent.Timeout ? agent : agent with { Timeout = timeout };
    }

    static decimal Average(decimal sum, int calls) => calls == 0 ? 0 : sum / calls;

    static string Used(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
