using ObjectStore.S3Protocol.Values;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Values;

public class EntityTagTests
{
    [Theory]
    [InlineData("\"a\"", new[] { "a" })]
    [InlineData("a", new[] { "a" })]
    [InlineData("*", new[] { "*" })]
    [InlineData("\"a\", \"b,c\" ,d,", new[] { "a", "b,c", "d" })]
    [InlineData("W/\"a\"", new[] { "a" })]
    [InlineData("", new string[0])]
    public void ParseList_Weak_GivesTheTags(string header, string[] tags) => Assert.Equal(tags, EntityTag.ParseList(header, isWeak: true));

    [Fact]
    public void ParseList_Strong_LeavesWeakTagsUnmatchable()
        => Assert.Equal(["W/\"a\"", "b"], EntityTag.ParseList("W/\"a\", \"b\"", isWeak: false));

    [Theory]
    [InlineData("Fri, 02 Jan 2026 03:04:05 GMT")]
    [InlineData("Friday, 02-Jan-26 03:04:05 GMT")]
    [InlineData("Fri Jan  2 03:04:05 2026")]
    public void HttpDate_ThreeForms_AreRead(string text)
    {
        Assert.True(HttpDate.TryParse(text, out DateTimeOffset time));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), time);
        Assert.Equal("Fri, 02 Jan 2026 03:04:05 GMT", HttpDate.Format(time));
    }

    [Theory]
    [InlineData("2026-01-02T03:04:05Z")]
    [InlineData("Fri, 32 Jan 2026 03:04:05 GMT")]
    [InlineData("now")]
    public void HttpDate_OtherText_IsRefused(string text) => Assert.False(HttpDate.TryParse(text, out _));
}
