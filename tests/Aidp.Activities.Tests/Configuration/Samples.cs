namespace Aidp.Activities.Tests.Configuration;

/// <summary>Configurations that every test may use.</summary>
static class Samples
{
    /// <summary>Every key that a repository's file may have.</summary>
    public const string Whole = """
        agent: codex
        agents:
          - name: claude
            executable: /opt/claude
            args: [--verbose]
            env: [ANTHROPIC_API_KEY]
            models:
              standard: [sonnet]
              pro: [opus, sonnet]
            timeout: 45m
            idle_timeout: 5m
          - name: codex
        checks:
          - name: unit tests
            run: dotnet test
            category: test
            timeout: 1h30m
          - name: style
            run: "true"
            category: lint
            required: false
            run_after: full_loop
        setup:
          commands:
            - npm ci
          copy: [.env, config/*.local]
          timeout: 10m
        max_iterations: 7
        budget:
          wall_time: 8h
          agent_time: 4h
          tokens: 5000000
          cost_usd: 12.50
        tiers:
          start: mini
          max: max
          failures_per_model: 3
        guard:
          include: [/src/, "*.md"]
          exclude:
            - vendor/
            - "!vendor/ours.js"
          confirm: [package.json, "*.lock"]
          max_lines_per_commit: 800
          max_files: 40
          allow_protected: [.github/workflows/ci.yml]
        require_tasks: true
        style_guide: docs/STYLE.md
        max_prompt: 80KB

        """;
}
