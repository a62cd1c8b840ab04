using System.Text;
using FsCheck;
using FsCheck.Xunit;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Operations.Parameters;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Operations.Parameters;

public class CopySourceTests
{
    [Theory]
    [InlineData("b/k", "b", "k", null)]
    [InlineData("/b/k", "b", "k", null)]
    [InlineData("b//k", "b", "/k", null)]
    [InlineData("b%2Fa%20b%2Fc", "b", "a b/c", null)]
    [InlineData("b/a+b", "b", "a+b", null)]
    [InlineData("b/a b", "b", "a b", null)]
    [InlineData("b/k?versionId=v1", "b", "k", "v1")]
    [InlineData("b/k%3FversionId=v1", "b", "k?versionId=v1", null)]
    [InlineData("b/what?", "b", "what?", null)]
    [InlineData("b/../%2e", "b", "../.", null)]
    public void Parse_Source_GivesItsParts(string value, string bucket, string key, string? versionId)
        => Assert.Equal(new ObjectReference(bucket, key, versionId), CopySource.Parse(value));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("b")]
    [InlineData("b/")]
    [InlineData("/b/")]
    [InlineData("//k")]
    [InlineData("b/k?versionId=")]
    [InlineData("b/%zz")]
    [InlineData("b/%4")]
    [InlineData("b/%ff")]
    [InlineData("b/%00")]
    public void Parse_Nonsense_IsInvalidArgument(string value)
        => Assert.Equal("InvalidArgument", Assert.Throws<S3Exception>(() => CopySource.Parse(value)).Error.Code);

    [Fact]
    public void Parse_AccessPoint_IsNotImplemented()
        => Assert.Equal(
            "NotImplemented",
            Assert.Throws<S3Exception>(() => CopySource.Parse("arn:aws:s3:us-west-2:1:accesspoint/a/object/k")).Error.Code);

    [Property]
    public bool Parse_EncodedKey_IsReadBack(NonEmptyString text)
    {
        string key = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get)).Replace('\0', '0');
        return CopySource.Parse("bucket/" + Uri.EscapeDataString(key)).Key == key;
    }

    [Property]
    public bool Parse_AnyText_IsASourceOrAnS3Error(NonNull<string> text)
    {
        try
        {
            return CopySource.Parse(text.Get).Bucket.Length > 0;
        }
        catch (S3Exception)
        {
            return true;
        }
    }
}
