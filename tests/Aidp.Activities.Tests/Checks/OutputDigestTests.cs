using System.Diagnostics;
using System.Text;
using Aidp.Activities.Checks.Output;

namespace Aidp.Activities.Tests.Checks;

public sealed class OutputDigestTests
{
    [Theory]
    [InlineData("src/A.cs(3,5): error CS0103: The name 'x' does not exist [/w/A.csproj]", "src/A.cs: CS0103: The name 'x' does not exist")]
    [InlineData("  Failed Tests.Parser.Reads [12 ms]", "Tests.Parser.Reads")]
    [InlineData("failed Tests.Parser.Reads (12ms)", "Tests.Parser.Reads")]
    [InlineData("    Tests.Parser.Reads(a: 1) [FAIL]", "Tests.Parser.Reads(a: 1)")]
    [InlineData("  ● parser › reads numbers", "parser › reads numbers")]
    [InlineData("FAIL src/parser.test.js (5.2 s)", "src/parser.test.js")]
    [InlineData("   × parser > reads 5ms", "parser > reads")]
    [InlineData("✖ reads numbers (1.2ms)", "reads numbers")]
    [InlineData("not ok 3 - reads numbers # time=3ms", "reads numbers")]
    [InlineData("FAILED tests/test_a.py::test_reads[1-2] - assert 1 == 2", "tests/test_a.py::test_reads[1-2]")]
    [InlineData("ERROR tests/test_a.py - ImportError: x", "tests/test_a.py")]
    [InlineData("FAIL: test_reads (a.T.test_reads)", "test_reads (a.T.test_reads)")]
    [InlineData("--- FAIL: TestReads (0.00s)", "TestReads")]
    [InlineData("./a.go:12:5: undefined: x", "./a.go: undefined: x")]
    [InlineData("test parser::reads ... FAILED", "parser::reads")]
    [InlineData("error[E0308]: mismatched types", "E0308: mismatched types")]
    [InlineData("a/b.py:12:5: F401 `os` imported but unused", "a/b.py: F401 `os` imported but unused")]
    [InlineData("a.c:12:5: error: expected ';'", "a.c: error: expected ';'")]
    [InlineData("src/a.ts:12:5 - error TS2322: Type x", "src/a.ts: TS2322: Type x")]
    [InlineData("make: *** [Makefile:3: test] Error 2", "make: *** [Makefile:3: test] Error 2")]
    [InlineData("[ERROR] /w/src/A.java:[12,5] cannot find symbol", "src/A.java: cannot find symbol")]
    [InlineData("[ERROR]   com.acme.ParserTest.reads:12 expected 1", "com.acme.ParserTest.reads")]
    [InlineData("com.acme.ParserTest > reads() FAILED", "com.acme.ParserTest > reads")]
    [InlineData("rspec ./spec/a_spec.rb:12 # Parser reads", "./spec/a_spec.rb: Parser reads")]
    [InlineData("  lib/a.rb:12:5: Style/StringLiterals: Prefer double-quoted strings", "lib/a.rb: Style/StringLiterals: Prefer double-quoted strings")]
    [InlineData("\u001b[31mnot ok 1 - red\u001b[0m", "red")]
    [InlineData("50%\r100%\rnot ok 1 - behind a bar\r", "behind a bar")]
    public void Add_LineOfAKnownTool_NamesTheFailure(string line, string expected) => Assert.Equal([expected], Read(line).Failures);

    [Theory]
    [InlineData("ok 3 - handles errors")]
    [InlineData("Build succeeded. 0 Warning(s) 0 Error(s)")]
    [InlineData("Passed!  - Failed: 0, Passed: 12")]
    [InlineData("12 passing")]
    public void Add_LineOfSuccess_NamesNothing(string line) => Assert.Equal(0, Read(line).FailureCount);

    [Fact]
    public void Add_EslintAndMochaAndRuff_NeedTheLinesAround()
    {
        Assert.Equal(["src/a.js: no-undef: 'x' is not defined"], Read("src/a.js", "  1:5  error  'x' is not defined  no-undef").Failures);
        Assert.Equal(["parser reads"], Read("  1 passing (3ms)", "  1 failing", "", "  1) parser reads:", "     Error: no").Failures.Take(1));
        Assert.Equal(["a.py: F401: `os` imported but unused"], Read("F401 [*] `os` imported but unused", " --> a.py:1:8").Failures);
    }

    [Fact]
    public void Add_MoreDifferentFailuresThanAreKept_CountsThemAll()
    {
        var digest = Read([.. Enumerable.Range(0, 5_000).Select(i => $"not ok {i} - {string.Concat($"{i:0000}".Select(digit => (char)('a' + digit - '0')))}")]);

        Assert.Equal((5_000, 20), (digest.FailureCount, digest.Failures.Count));
    }

    [Fact]
    public void DistinctNames_MoreThanAreKept_AreCountedAndNotKept()
    {
        var names = new DistinctNames(mostKept: 3);
        string[] said = ["a", "a", "b", "c", "d", "e", "b"];

        Assert.Equal([true, false, true, true, true, true, false], said.Select(names.Add));
        Assert.Equal((5, 3), (names.Count, names.Kept));
    }

    [Fact]
    public void Failures_FromIterationToIteration_AreTheSame()
    {
        var first = Read("FAILED tests/test_a.py::test_x - took 12ms", "src/A.cs(3,5): error CS1: at 0x7ffe1234 in /tmp/abc123/x", "Error: timeout after 12.5s at line 14");
        var second = Read("FAILED tests/test_a.py::test_x - took 999ms", "src/A.cs(8,1): error CS1: at 0xdeadbeef in /tmp/zzz/x", "Error: timeout after 3s at line 99");

        Assert.Equal(first.Failures, second.Failures);
    }

    [Fact]
    public void Failures_OfAnUnknownTool_AreTheLinesThatLookLikeErrors() => Assert.Equal(["Fatal problem: the sky fell"], Read("starting", "Fatal problem: the sky fell", "done, 0 errors").Failures);

    [Fact]
    public void Write_ManyFailures_ComeFirstAndStayWithinTheBounds()
    {
        var digest = new OutputDigest("/w");
        for (var i = 0; i < 5000; i++)
        {
            digest.Add($"ok {i} - noise that nobody needs");
            digest.Add($"not ok {i} - failure {(char)('a' + (i % 26))}{i / 26}");
            digest.Add("  expected: 1");
        }

        var summary = OutputSummary.Write(digest, 100, 6000);

        Assert.StartsWith("5000 failure(s):\n- failure a0\n", summary, StringComparison.Ordinal);
        Assert.InRange(summary.Split('\n').Length, 50, 102);
        Assert.InRange(Encoding.UTF8.GetByteCount(summary), 1000, 6000);
        Assert.Equal(20, digest.Failures.Count);
    }

    [Fact]
    public void Write_UnknownTool_ShowsBeginningAndEnd()
    {
        var digest = Read([.. Enumerable.Range(1, 500).Select(i => $"line {i}")]);
        var summary = OutputSummary.Write(digest);

        Assert.StartsWith("line 1\n", summary, StringComparison.Ordinal);
        Assert.EndsWith("line 500\n", summary, StringComparison.Ordinal);
        Assert.Contains("[420 more lines; the end of the output:]", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ContextOfAFailure_IsShown()
    {
        var summary = OutputSummary.Write(Read("unrelated", "before 1", "before 2", "--- FAIL: TestA (0.00s)", "    a_test.txt: got 1", "    want 2"));

        Assert.Contains("before 1\nbefore 2\n--- FAIL: TestA (0.00s)\n    a_test.txt: got 1\n    want 2", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_InvalidUtf8AndEndlessLine_IsReadInBoundedMemory()
    {
        var digest = Read(Encoding.UTF8.GetString([0xff, 0xfe, (byte)'x']), "error: " + new string('e', 1 << 20), new string('\u001b', 100_000));

        Assert.True(digest.Tail.All(line => line.Length <= PlainText.MaximumLength + 10));
    }

    [Fact]
    public void Add_TenTimesAsMuch_TakesAboutTenTimesAsLong()
    {
        Measure(2_000);
        var (small, large) = (Measure(20_000), Measure(200_000));

        Assert.InRange(large.Ticks, 0, (small.Ticks * 60) + TimeSpan.TicksPerSecond);

        static TimeSpan Measure(int lines)
        {
            var digest = new OutputDigest("/w");
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < lines; i++)
            {
                digest.Add(i % 3 == 0 ? $"[ERROR] {i} something failed (again) at a.b.c: error error error" : "an ordinary line of output that says nothing in particular");
            }

            return Stopwatch.GetElapsedTime(start);
        }
    }

    static OutputDigest Read(params IReadOnlyList<string> lines)
    {
        var digest = new OutputDigest("/w");
        foreach (var line in lines)
        {
            digest.Add(line);
        }

        return digest;
    }
}
