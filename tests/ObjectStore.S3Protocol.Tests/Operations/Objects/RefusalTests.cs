using ObjectStore.S3Protocol.Tests.Server;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Operations.Objects;

/// <summary>What a refusal says of the field that it is about.</summary>
public class RefusalTests
{
    private readonly TestServer _server = new();

    [Theory]
    [InlineData("GET", "If-Match", "\"x\"", "If-Match")]
    [InlineData("GET", "If-Unmodified-Since", "Sat, 01 Jan 2000 00:00:00 GMT", "If-Unmodified-Since")]
    [InlineData("PUT", "If-None-Match", "*", "If-None-Match")]
    [InlineData("PUT", "If-Match", "\"x\"", "If-Match")]
    [InlineData("DELETE", "If-Match", "\"x\"", "If-Match")]
    public async Task AnyOperation_ConditionFails_NamesIt(string method, string name, string value, string condition)
    {
        await _server.SucceedAsync("PUT", "/bucket");
        await _server.SucceedAsync("PUT", "/bucket/k", "hello");

        TestExchange refused = await _server.FailAsync(412, "PreconditionFailed", method, "/bucket/k", "", (name, value));

        Assert.Equal(condition, TestServer.Element(refused.SentText, "Condition"));
    }

    [Theory]
    [InlineData("x-amz-copy-source-If-Match", "\"x\"")]
    [InlineData("x-amz-copy-source-If-None-Match", "*")]
    [InlineData("If-None-Match", "*")]
    public async Task Copy_ConditionFails_NamesIt(string name, string value)
    {
        await _server.SucceedAsync("PUT", "/bucket");
        await _server.SucceedAsync("PUT", "/bucket/k", "hello");
        await _server.SucceedAsync("PUT", "/bucket/copy");

        TestExchange refused = await _server.FailAsync(
            412, "PreconditionFailed", "PUT", "/bucket/copy", "", ("x-amz-copy-source", "bucket/k"), (name.ToLowerInvariant(), value));

        Assert.Equal(name, TestServer.Element(refused.SentText, "Condition"));
    }

    [Theory]
    [InlineData("private", 200, null)]
    [InlineData("bucket-owner-full-control", 200, null)]
    [InlineData("public-read", 501, "NotImplemented")]
    [InlineData("log-delivery-write", 501, "NotImplemented")]
    [InlineData("Private", 400, "InvalidArgument")]
    [InlineData("", 400, "InvalidArgument")]
    public async Task Put_CannedAcl_IsPrivateOrRefused(string acl, int status, string? code)
    {
        await _server.SucceedAsync("PUT", "/bucket");

        TestExchange put = await _server.SendAsync("PUT", "/bucket/k", "", ("x-amz-acl", acl));

        Assert.Equal((status, code), (put.Status, TestServer.Element(put.SentText, "Code")));
    }
}
