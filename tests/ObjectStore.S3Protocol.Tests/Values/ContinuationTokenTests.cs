using System.Text;
using FsCheck;
using FsCheck.Xunit;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Values;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Values;

public class ContinuationTokenTests
{
    [Property]
    public bool Decode_TokenOfAnyKey_GivesTheKey(NonEmptyString text)
    {
        ObjectKey key = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get));
        string token = ContinuationToken.Encode(key);
        return ContinuationToken.Decode(token) == key && Uri.EscapeDataString(token) == token;
    }

    [Theory]
    [InlineData("a")]
    [InlineData("key/with/slashes")]
    [InlineData("AQ")]
    [InlineData("AmE")]
    [InlineData("AWF")]
    [InlineData("AWE=")]
    [InlineData("AW E")]
    [InlineData("AWE+")]
    public void Decode_OtherText_IsInvalidArgument(string token)
        => Assert.Equal("InvalidArgument", Assert.Throws<S3Exception>(() => ContinuationToken.Decode(token)).Error.Code);

    [Property]
    public bool Decode_AnyText_IsAKeyOrInvalidArgument(NonNull<string> text)
    {
        try
        {
            return ContinuationToken.Encode(ContinuationToken.Decode(text.Get)) == text.Get;
        }
        catch (S3Exception exception)
        {
            return exception.Error.Code == "InvalidArgument";
        }
    }
}
