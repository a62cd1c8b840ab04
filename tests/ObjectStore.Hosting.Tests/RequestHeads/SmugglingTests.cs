using ObjectStore.Hosting.Tests.Raw;
using Xunit;

namespace ObjectStore.Hosting.Tests.RequestHeads;

[Collection<InProcessServerCollection>]
public class SmugglingTests(InProcessServer server)
{
    // What Kestrel accepts, or answers in its own words, is refused with 400 and the connection closed.
    [Theory]
    [InlineData("GET /bucket HTTP/1.1\r\nHost: HOST\r\nContent-Length: +6\r\n\r\nabcdef")]
    [InlineData("GET /bucket HTTP/1.1\nHost: HOST\r\n\r\n")]
    [InlineData("GET /bucket HTTP/1.1\r\nHost: HOST\n\r\n")]
    [InlineData("GET /bucket HTTP/1.1\r\nHost:\r\n\r\n")]
    [InlineData("GET /bucket HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\n\r\n")]
    [InlineData("GET /bucket HTTP/1.1\r\nHost: HOST\r\nAuthorization: a\r\nAuthorization: b\r\n\r\n")]
    [InlineData("PUT /bucket/k HTTP/1.1\r\nHost: HOST\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("PUT /bucket/k HTTP/1.1\r\nHost: HOST\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc")]
    [InlineData("PUT /bucket/%00 HTTP/1.1\r\nHost: HOST\r\nContent-Length: 3\r\n\r\nabc")]
    public async Task Head_Ambiguous_Is400AndTheConnectionCloses(string request)
    {
        await using RawConnection connection = await RawConnection.OpenAsync(server.Endpoint);
        await connection.SendAsync(request.Replace("HOST", server.Endpoint.ToString(), StringComparison.Ordinal));

        RawResponse? response = await connection.ReceiveAsync();

        Assert.Equal(400, response?.Status);
        Assert.Null(await connection.ReceiveAsync());
    }

    [Fact]
    public async Task Head_ManyRequestsOnOneConnection_AreEachJudged()
    {
        await using RawS3Client client = server.Connect();
        for (int n = 0; n < 5; n++)
        {
            Assert.Equal(200, (await client.SendAsync("PUT", $"/bucket/pipelined-{n}", body: [1, 2, 3])).Status);
            Assert.Equal(200, (await client.SendAsync("GET", $"/bucket/pipelined-{n}")).Status);
        }
    }
}
