using Microsoft.Extensions.Primitives;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Streaming;
using ObjectStore.S3Protocol.Tests.Signing;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Streaming;

public sealed class ContentDeclarationTests
{
    private const string Md5 = "1B2M2Y8AsgTpgAmY7PhCfg==";

    [Fact]
    public void Parse_Nothing_DeclaresNothing()
    {
        ContentDeclaration declaration = ContentDeclaration.Parse(Put());

        Assert.Null(declaration.ContentMd5);
        Assert.Null(declaration.Checksum);
        Assert.Null(declaration.TrailingAlgorithm);
        Assert.Null(declaration.Algorithm);
    }

    [Fact]
    public void Parse_ContentMd5_IsDecoded()
        => Assert.Equal(Convert.FromBase64String(Md5), ContentDeclaration.Parse(Put().With("Content-MD5", Md5)).ContentMd5!.Value.ToArray());

    [Theory]
    [InlineData("")]
    [InlineData("1B2M2Y8AsgTpgAmY7PhCfg")]
    [InlineData("1B2M2Y8AsgTpgAmY7PhCfg= ")]
    [InlineData("1B2M2Y8AsgTpgAmY7PhC")]
    [InlineData("1B2M2Y8AsgTpgAmY7PhCf!==")]
    [InlineData("1B2M2Y8AsgTpgAmY7PhCfgAA")]
    [InlineData("d41d8cd98f00b204e9800998ecf8427e")]
    public void Parse_ContentMd5ThatIsNone_IsRefused(string value) => AssertRefused(Put().With("Content-MD5", value), S3Errors.InvalidDigest);

    [Theory]
    [InlineData("x-amz-checksum-crc32", ChecksumAlgorithm.Crc32, 4)]
    [InlineData("X-Amz-Checksum-CRC32C", ChecksumAlgorithm.Crc32C, 4)]
    [InlineData("x-amz-checksum-crc64nvme", ChecksumAlgorithm.Crc64Nvme, 8)]
    [InlineData("x-amz-checksum-sha1", ChecksumAlgorithm.Sha1, 20)]
    [InlineData("x-amz-checksum-sha256", ChecksumAlgorithm.Sha256, 32)]
    public void Parse_Checksum_IsDecodedOrRefused(string header, ChecksumAlgorithm algorithm, int length)
    {
        byte[] value = [.. Enumerable.Range(1, length).Select(each => (byte)each)];
        string base64 = Convert.ToBase64String(value);

        ContentDeclaration declaration = ContentDeclaration.Parse(Put().With(header, base64));

        Assert.Equal(new ObjectChecksum(algorithm, value), declaration.Checksum);
        Assert.Equal(algorithm, declaration.Algorithm);
        AssertRefused(Put().With(header, Convert.ToBase64String(value[1..])), S3Errors.InvalidRequest);
        AssertRefused(Put().With(header, Convert.ToBase64String([.. value, 0])), S3Errors.InvalidRequest);
        AssertRefused(Put().With(header, base64 + "-2"), S3Errors.InvalidRequest);
        AssertRefused(Put().With(header, new[] { base64, base64 }), S3Errors.InvalidRequest);
        AssertRefused(Put().With(header, string.Empty), S3Errors.InvalidRequest);
    }

    [Fact]
    public void Parse_TwoChecksums_AreRefused()
    {
        AssertRefused(Put().With("x-amz-checksum-crc32", "AAAAAA==").With("x-amz-checksum-crc32c", "AAAAAA=="), S3Errors.InvalidRequest);
        AssertRefused(Put().With("x-amz-checksum-crc32", "AAAAAA==").With("x-amz-trailer", "x-amz-checksum-crc32c"), S3Errors.InvalidRequest);
    }

    [Theory]
    [InlineData("x-amz-checksum-algorithm", "CRC32")]
    [InlineData("x-amz-checksum-mode", "ENABLED")]
    [InlineData("x-amz-checksum-type", "FULL_OBJECT")]
    public void Parse_HeadersBesideChecksums_AreNone(string header, string value)
        => Assert.Null(ContentDeclaration.Parse(Put().With(header, value)).Checksum);

    [Theory]
    [InlineData("md5")]
    [InlineData("sha512")]
    [InlineData("xxhash3")]
    [InlineData("xxhash64")]
    [InlineData("xxhash128")]
    public void Parse_AlgorithmsThatAreNotSupported_AreNotImplemented(string name)
    {
        AssertRefused(Put().With("x-amz-checksum-" + name, "AAAA"), S3Errors.NotImplemented);
        AssertRefused(Put().With("x-amz-trailer", "x-amz-checksum-" + name), S3Errors.NotImplemented);
        AssertRefused(Put().With("x-amz-sdk-checksum-algorithm", name.ToUpperInvariant()), S3Errors.NotImplemented);
    }

    [Fact]
    public void Parse_UnknownChecksum_IsRefused() => AssertRefused(Put().With("x-amz-checksum-crc16", "AAA="), S3Errors.InvalidRequest);

    [Fact]
    public void Parse_Trailer_GivesItsAlgorithm()
    {
        ContentDeclaration declaration = ContentDeclaration.Parse(
            Put().With("x-amz-trailer", "X-Amz-Checksum-CRC64NVME").With("x-amz-sdk-checksum-algorithm", "CRC64NVME"));

        Assert.Equal(ChecksumAlgorithm.Crc64Nvme, declaration.TrailingAlgorithm);
        Assert.Equal(ChecksumAlgorithm.Crc64Nvme, declaration.Algorithm);
        Assert.Null(declaration.Checksum);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x-amz-meta-a")]
    [InlineData("x-amz-checksum-crc32,x-amz-checksum-crc32c")]
    [InlineData("x-amz-checksum-type")]
    public void Parse_OtherTrailer_IsRefused(string trailer) => AssertRefused(Put().With("x-amz-trailer", trailer), S3Errors.InvalidRequest);

    [Fact]
    public void Parse_SdkAlgorithm_NeedsItsChecksum()
    {
        InMemoryRequestContext context = Put().With("x-amz-sdk-checksum-algorithm", "CRC32");
        AssertRefused(context, S3Errors.InvalidRequest);
        AssertRefused(context.With("x-amz-checksum-sha256", Convert.ToBase64String(new byte[32])), S3Errors.InvalidRequest);
        ContentDeclaration declaration = ContentDeclaration.Parse(context.Without("x-amz-checksum-sha256").With("x-amz-checksum-crc32", "AAAAAA=="));
        Assert.Equal(ChecksumAlgorithm.Crc32, declaration.Algorithm);
        AssertRefused(context.With("x-amz-sdk-checksum-algorithm", "CRC16"), S3Errors.InvalidRequest);
        AssertRefused(context.With("x-amz-sdk-checksum-algorithm", new StringValues(["CRC32", "CRC32"])), S3Errors.InvalidRequest);
    }

    private static InMemoryRequestContext Put() => new("PUT", "/bucket/key");

    private static void AssertRefused(InMemoryRequestContext context, S3Error error)
        => Assert.Same(error, Assert.Throws<S3Exception>(() => ContentDeclaration.Parse(context)).Error);
}
