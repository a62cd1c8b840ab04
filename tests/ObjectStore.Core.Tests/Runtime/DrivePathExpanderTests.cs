using ObjectStore.Runtime;
using Xunit;

namespace ObjectStore.Tests.Runtime;

public class DrivePathExpanderTests
{
    [Theory]
    [InlineData("./data", new[] { "./data" })]
    [InlineData("./data{1...4}", new[] { "./data1", "./data2", "./data3", "./data4" })]
    [InlineData("/mnt/{09...11}/x", new[] { "/mnt/09/x", "/mnt/10/x", "/mnt/11/x" })]
    [InlineData("/h{1...2}/d{1...2}", new[] { "/h1/d1", "/h1/d2", "/h2/d1", "/h2/d2" })]
    [InlineData("/a{0...0}", new[] { "/a0" })]
    [InlineData("/odd{name}", new[] { "/odd{name}" })]
    public void Expand_ValidPath_GivesEveryNumber(string path, string[] expected)
        => Assert.Equal(expected, DrivePathExpander.Expand([path]));

    [Theory]
    [InlineData("/d{4...1}")]
    [InlineData("/d{a...c}")]
    [InlineData("/d{1...}")]
    [InlineData("/d{1..4}")]
    [InlineData("http://host/data")]
    [InlineData("/d{1...99999}")]
    public void Expand_MalformedPath_NamesIt(string path)
        => Assert.Contains(path, Assert.Throws<ArgumentException>(() => DrivePathExpander.Expand([path])).Message, StringComparison.Ordinal);
}
