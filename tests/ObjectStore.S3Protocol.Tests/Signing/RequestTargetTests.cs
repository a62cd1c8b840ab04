using System.Text;
using FsCheck;
using FsCheck.Xunit;
using ObjectStore.S3Protocol.Signing;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Signing;

public sealed class RequestTargetTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/bucket/key", "/bucket/key")]
    [InlineData("/bucket//a/../b/./", "/bucket//a/../b/./")]
    [InlineData("/bucket/a%2Fb%2e%2E", "/bucket/a/b..")]
    [InlineData("/bucket/a+b%2Bc%20d", "/bucket/a+b+c d")]
    [InlineData("/bucket/%25%32%30", "/bucket/%20")]
    [InlineData("/bucket/%E6%BC%A2", "/bucket/漢")]
    [InlineData("/bucket/%01%7F", "/bucket/\u0001\u007f")]
    [InlineData("/bucket/%F0%9F%98%80?x", "/bucket/😀")]
    public void TryParse_Path_IsDecodedOnceAndNotNormalised(string raw, string path)
    {
        RequestTarget target = Parse(raw);
        Assert.Equal(Encoding.UTF8.GetBytes(path), target.Path.ToArray());
        Assert.Equal(raw.Split('?')[0], target.RawPath);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("bucket/key")]
    [InlineData("?acl")]
    [InlineData("ftp://host/key")]
    [InlineData("http://host?acl")]
    [InlineData("/a%")]
    [InlineData("/a%2")]
    [InlineData("/a%2g")]
    [InlineData("/a%+1")]
    [InlineData("/a% 1")]
    [InlineData("/a%00b")]
    [InlineData("/a\0b")]
    [InlineData("/a b")]
    [InlineData("/a\tb")]
    [InlineData("/a\u007fb")]
    [InlineData("/ä")]
    [InlineData("/%C0%AF")]
    [InlineData("/%E0%80%AF")]
    [InlineData("/%F0%80%80%AF")]
    [InlineData("/%C0%80")]
    [InlineData("/%ED%A0%80")]
    [InlineData("/%F4%90%80%80")]
    [InlineData("/%80")]
    [InlineData("/%E6%BC")]
    [InlineData("/a?x=%")]
    [InlineData("/a?x=%zz")]
    [InlineData("/a?%C0%AF=1")]
    [InlineData("/a?x=%C0%AF")]
    [InlineData("/a?x= ")]
    public void TryParse_Malformed_IsRefused(string raw) => Assert.False(RequestTarget.TryParse(raw, out _));

    [Theory]
    [InlineData("http://host/a/b?acl", "/a/b", "acl")]
    [InlineData("HTTPS://host:9000/a", "/a", "")]
    [InlineData("http://host", "/", "")]
    public void TryParse_AbsoluteForm_GivesPathAndQuery(string raw, string path, string query)
    {
        RequestTarget target = Parse(raw);
        Assert.Equal(path, target.RawPath);
        Assert.Equal(query, target.RawQuery);
    }

    [Fact]
    public void TryParse_Query_KeepsOrderAndBothForms()
    {
        RequestTarget target = Parse("/b?prefix=a%20b+c&acl&&a%3Db=c=d&prefix=");

        Assert.Equal(
            [
                new QueryParameter("prefix", "a b+c", "prefix", "a%20b+c"),
                new QueryParameter("acl", "", "acl", ""),
                new QueryParameter("a=b", "c=d", "a%3Db", "c=d"),
                new QueryParameter("prefix", "", "prefix", ""),
            ],
            target.Query);
    }

    [Fact]
    public void GetQuery_TellsAbsentFromEmpty()
    {
        RequestTarget target = Parse("/b?acl&uploads=&prefix=x&prefix=y");

        Assert.Equal("", target.GetQuery("acl"));
        Assert.Equal("", target.GetQuery("uploads"));
        Assert.Equal("x", target.GetQuery("prefix"));
        Assert.Null(target.GetQuery("ACL"));
        Assert.True(target.HasQuery("acl"));
        Assert.False(target.HasQuery("policy"));
    }

    [Fact]
    public void TryParse_QuestionMarkInQuery_BelongsToIt() => Assert.Equal("b?c", Parse("/a?x=b?c").GetQuery("x"));

    [Property]
    public void TryParse_AnyBytesEncoded_GivesThemBackOrRefusesThem(byte[] bytes)
    {
        string encoded = string.Concat(bytes.Select(each => $"%{each:X2}"));
        bool isText = !bytes.Contains((byte)0) && Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes)).AsSpan().SequenceEqual(bytes);

        Assert.Equal(isText, RequestTarget.TryParse("/" + encoded, out RequestTarget? target));
        if (isText)
        {
            Assert.Equal(bytes, target!.Path[1..].ToArray());
        }
    }

    [Property]
    public void TryParse_AnyText_DoesNotThrow(NonNull<string> text)
    {
        if (RequestTarget.TryParse("/" + text.Get, out RequestTarget? target))
        {
            Assert.Equal((byte)'/', target.Path.Span[0]);
        }
    }

    private static RequestTarget Parse(string raw)
    {
        Assert.True(RequestTarget.TryParse(raw, out RequestTarget? target));
        return target;
    }
}
