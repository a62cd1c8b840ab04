using FsCheck;
using FsCheck.Xunit;
using ObjectStore.S3Protocol.Values;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Values;

public class HeaderTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("caf\u00c3\u00a9", "caf\u00c3\u00a9")]
    [InlineData("日本", "=?UTF-8?B?5pel5pys?=")]
    [InlineData("a\r\nb", "=?UTF-8?B?YQ0KYg==?=")]
    public void ForMetadata_AnyValue_CanBeSent(string value, string shown) => Assert.Equal(shown, HeaderText.ForMetadata(value));

    [Theory]
    [InlineData("attachment; filename=\"ä.txt\"", "attachment; filename=\"ä.txt\"")]
    [InlineData("\u65e5", "\u00e6\u0097\u00a5")]
    [InlineData("a\r\nSet-Cookie: x", "a  Set-Cookie: x")]
    public void ForHeader_AnyValue_CanBeSent(string value, string shown) => Assert.Equal(shown, HeaderText.ForHeader(value));

    [Property]
    public bool ForHeader_AnyText_HoldsNoLineBreakAndFitsLatin1(NonNull<string> text)
        => HeaderText.ForHeader(text.Get).All(c => c is >= ' ' and <= '\xff' and not '\x7f');
}
