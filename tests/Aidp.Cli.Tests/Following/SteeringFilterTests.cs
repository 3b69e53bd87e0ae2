using Aidp.Cli.Terminals;

namespace Aidp.Cli.Tests.Following;

public sealed class SteeringFilterTests
{
    [Theory]
    [InlineData("plain \ttext, åß∂ 😀\n", "plain \ttext, åß∂ 😀\n")]
    [InlineData("\u001b[31mred\u001b[0m and \u001b[2J\u001b[1;1Hgone", "red and gone")]
    [InlineData("\u001b]0;title\u0007a\u001b]8;;http://x\u001b\\b\u001b]8;;\u001b\\", "ab")]
    [InlineData("\u001bP1$r\u001b\\a\u001b(Bb\u001bcc\u001b_x\u001b\\d", "abcd")]
    [InlineData("\u009b31mred\u009d0;title\u009c!", "red!")]
    [InlineData("\u001b]never ends\nnext line", "\nnext line")]
    [InlineData("10 %\r20 %\r\ndone\r\n", "10 %\n20 %\ndone\n")]
    [InlineData("a\bb\u0000c\u007fd\u202ee\u2066f", "abcdef")]
    public void Next_WhatSteersATerminal_IsLeftOutWhereverThePiecesEnd(string text, string expected)
    {
        Assert.Equal(expected, new SteeringFilter().Next(text));
        for (var cut = 0; cut <= text.Length; cut++)
        {
            var filter = new SteeringFilter();
            Assert.Equal(expected, filter.Next(text[..cut]) + filter.Next(text[cut..]));
        }
    }
}
