using System.Security.Cryptography;
using FsCheck.Xunit;
using ObjectStore.Integrity;
using Xunit;

namespace ObjectStore.Core.Tests.Integrity;

public sealed class Md5Tests
{
    /// <summary>RFC 1321, appendix A.5.</summary>
    [Theory]
    [InlineData("", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("abc", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890", "57edf4a22be3c955ac49da2e2107b67a")]
    public void Finish_VectorsOfTheStandard_Agrees(string content, string digest)
    {
        var md5 = new Md5();
        md5.Append(System.Text.Encoding.ASCII.GetBytes(content));

        Assert.Equal(digest, Convert.ToHexStringLower(md5.Finish()));
    }

    [Fact]
    public void Finish_EveryLengthOfAFewBlocks_AgreesWithThePlatform()
    {
        byte[] content = RandomNumberGenerator.GetBytes(260);
        for (int length = 0; length < content.Length; length++)
        {
            var md5 = new Md5();
            md5.Append(content.AsSpan(0, length));

            Assert.Equal(MD5.HashData(content.AsSpan(0, length)), md5.Finish());
        }
    }

    [Property]
    public bool Append_InPieces_EqualsAtOnce(byte[][] pieces)
    {
        var md5 = new Md5();
        foreach (byte[] piece in pieces)
        {
            md5.Append(piece);
        }

        return md5.Finish().SequenceEqual(MD5.HashData(pieces.SelectMany(piece => piece).ToArray()));
    }

    [Fact]
    public void Finish_Twice_BeginsAnew()
    {
        var md5 = new Md5();
        md5.Append([1, 2, 3]);
        _ = md5.Finish();

        Assert.Equal(MD5.HashData([]), md5.Finish());
    }
}
