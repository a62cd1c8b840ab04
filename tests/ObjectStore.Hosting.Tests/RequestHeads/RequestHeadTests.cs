using System.Text;
using ObjectStore.Hosting.RequestHeads;
using Xunit;

namespace ObjectStore.Hosting.Tests.RequestHeads;

public class RequestHeadTests
{
    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nContent-Length:  6 \r\nAuthorization: x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nX-Content-Length: +6\r\n\r\n")]
    public void FindFault_ProperHead_FindsNone(string head) => Assert.Null(RequestHead.FindFault(Encoding.Latin1.GetBytes(head), "GET"));

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\n\r\n", "bare LF")]
    [InlineData("GET / HTTP/1.1\nHost: a\r\n\r\n", "bare LF")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +6\r\n\r\n", "Content-Length")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\ncontent-length: -6\r\n\r\n", "Content-Length")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nContent-Length: 6\r\n\r\n", "Content-Length")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n", "Transfer-Encoding")]
    [InlineData("GET / HTTP/1.1\r\nHost:\r\n\r\n", "Host")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "Host")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nAuthorization: x\r\nAUTHORIZATION: y\r\n\r\n", "Authorization")]
    public void FindFault_ForgivenByKestrel_IsNamed(string head, string expected)
        => Assert.Contains(expected, RequestHead.FindFault(Encoding.Latin1.GetBytes(head), "GET"), StringComparison.Ordinal);

    [Fact]
    public void FindFault_BytesOfSomethingElse_AreNotJudged()
        => Assert.Null(RequestHead.FindFault("\u0016\u0003\u0001 not a head\n"u8, "GET"));
}
