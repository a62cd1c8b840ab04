using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Signing;
using ObjectStore.S3Protocol.Streaming;
using ObjectStore.S3Protocol.Tests.Signing;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Streaming;

public sealed class BodyReaderTests
{
    [Fact]
    public async Task Create_UnsignedBody_IsPassedOnWithItsLength()
    {
        using S3Body body = Bodies.Open(Bodies.Put("content"u8.ToArray(), contentLength: 7), PayloadMode.Unsigned);

        Assert.Equal(7, body.DecodedLength);
        Assert.Null(body.TrailingChecksum);
        Assert.Equal("content"u8.ToArray(), await Bodies.ReadAsync(body));
    }

    [Fact]
    public async Task Create_ChunksWithoutContentEncoding_AreDecoded()
    {
        byte[] encoded = new ChunkEncoder(PayloadMode.StreamingUnsignedTrailer, [3]).Encode("content"u8.ToArray());
        using S3Body body = Bodies.Open(Bodies.Put(encoded, contentLength: encoded.Length), PayloadMode.StreamingUnsignedTrailer);

        Assert.Null(body.DecodedLength);
        Assert.Null(body.TrailingChecksum);
        Assert.Equal("content"u8.ToArray(), await Bodies.ReadAsync(body));
    }

    [Fact]
    public async Task Create_ContentEncodingAwsChunkedOfAPlainBody_IsNotDecoded()
    {
        byte[] content = "3\r\nabc\r\n0\r\n\r\n"u8.ToArray();
        using S3Body body = Bodies.Open(Bodies.Put(content).With("Content-Encoding", "aws-chunked"), PayloadMode.Unsigned);

        Assert.Equal(content, await Bodies.ReadAsync(body));
    }

    [Theory]
    [InlineData(PayloadMode.Unsigned)]
    [InlineData(PayloadMode.Sha256)]
    [InlineData(PayloadMode.StreamingSigned)]
    public void Create_TrailerWhereNoneCanFollow_IsRefused(int mode)
        => AssertRefused(
            Bodies.Put([]).With("x-amz-trailer", "x-amz-checksum-crc32").With("x-amz-decoded-content-length", "0"), (PayloadMode)mode, S3Errors.InvalidRequest);

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1e3")]
    [InlineData("9223372036854775808")]
    public void Create_OddDecodedLength_IsRefused(string length)
        => AssertRefused(
            Bodies.Put([]).With("x-amz-decoded-content-length", length), PayloadMode.StreamingUnsignedTrailer, S3Errors.InvalidArgument);

    [Fact]
    public void Create_SignedChunksWithoutDecodedLength_AreRefused()
        => AssertRefused(Bodies.Put([]), PayloadMode.StreamingSigned, S3Errors.MissingContentLength);

    [Theory]
    [InlineData(null, null)]
    [InlineData("gzip", "gzip")]
    [InlineData("aws-chunked", null)]
    [InlineData("aws-chunked,gzip", "gzip")]
    [InlineData("gzip, aws-chunked", "gzip")]
    [InlineData("gzip,AWS-Chunked , br", "gzip, br")]
    [InlineData("x-aws-chunked", "x-aws-chunked")]
    public void WithoutAwsChunked_KeepsTheRest(string? value, string? kept) => Assert.Equal(kept, ContentEncoding.WithoutAwsChunked(value));

    private static void AssertRefused(InMemoryRequestContext context, PayloadMode mode, S3Error error)
        => Assert.Same(error, Assert.Throws<S3Exception>(() => Bodies.Open(context, mode)).Error);
}
