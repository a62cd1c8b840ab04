using ObjectStore.S3Protocol.Tests.Server;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Operations.Objects;

public class GetObjectTaggingTests
{
    private readonly TestServer _server = new();

    [Fact]
    public async Task GetObjectTagging_Object_HasAnEmptySet()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        await _server.SucceedAsync("PUT", "/bucket/k", "hello");

        TestExchange tagging = await _server.SucceedAsync("GET", "/bucket/k?tagging");

        Assert.EndsWith("<Tagging xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><TagSet></TagSet></Tagging>", tagging.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetObjectTagging_NoSuchThing_IsNamed()
    {
        await _server.FailAsync(404, "NoSuchBucket", "GET", "/bucket/k?tagging");
        await _server.SucceedAsync("PUT", "/bucket");
        await _server.FailAsync(404, "NoSuchKey", "GET", "/bucket/k?tagging");
        await _server.FailAsync(400, "InvalidArgument", "GET", "/bucket/k?tagging&versionId=x");
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task SetTagging_IsNotImplemented(string method)
    {
        await _server.SucceedAsync("PUT", "/bucket");
        await _server.SucceedAsync("PUT", "/bucket/k", "hello");
        await _server.FailAsync(501, "NotImplemented", method, "/bucket/k?tagging");
    }
}
