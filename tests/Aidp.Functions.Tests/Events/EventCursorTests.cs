using Aidp.Functions.Events;

namespace Aidp.Functions.Tests.Events;

public sealed class EventCursorTests
{
    [Theory]
    [InlineData("0:new")]
    [InlineData("0:0.0")]
    [InlineData("3a2517afb431:14.4")]
    [InlineData("3a2517afb431:14.4.3.2409.4294967295")]
    [InlineData("3a2517afb431:end")]
    public void Parse_IdThatWasTold_IsUnderstood(string id) => Assert.Equal(id, EventCursor.TryParse(id)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("end")]
    [InlineData("0:END")]
    [InlineData("0:1.2.3.4")]
    [InlineData("0:1.2.3.4.4294967296")]
    [InlineData("0:1.2.3.4.5.6")]
    [InlineData("0: 1.2")]
    [InlineData("0:1.2:3")]
    [InlineData("0:2147483648.0")]
    [InlineData("ffffffffffffffff:0.0")]
    public void Parse_AnyOtherText_IsNotUnderstood(string id) => Assert.Null(EventCursor.TryParse(id));

    [Fact]
    public void Parse_TextWithoutEnd_IsNotReadToItsEnd() => Assert.Null(EventCursor.TryParse("0:" + new string('1', 1_000_000)));
}
