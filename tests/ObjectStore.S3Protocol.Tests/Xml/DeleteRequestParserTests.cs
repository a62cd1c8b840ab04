using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using ObjectStore.S3Protocol.Xml;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Xml;

public class DeleteRequestParserTests
{
    private const string Full = """
        <?xml version="1.0" encoding="UTF-8"?>
        <Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
          <Object>
            <VersionId>v1</VersionId><Key>a/b &amp; c</Key><Future><x>1</x></Future>
          </Object>
          <Quiet>true</Quiet>
          <Object>
            <Key>b</Key><ETag>"abc"</ETag><Size>12</Size><LastModifiedTime>Fri, 02 Jan 2026 03:04:05 GMT</LastModifiedTime>
          </Object>
        </Delete>
        """;

    [Fact]
    public void Parse_FullDocument_GivesEverything()
    {
        DeleteRequest request = Parse(Full);
        Assert.True(request.IsQuiet);
        Assert.Equal(2, request.Entries.Count);
        Assert.Equal("a/b & c", request.Entries[0].Key.ToString());
        Assert.Equal("v1", request.Entries[0].Options!.VersionId);
        Assert.Null(request.Entries[0].Options!.Conditions);
        Assert.Equal(
            new WriteConditions { IfMatch = "abc", IfSize = 12, IfLastModified = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) },
            request.Entries[1].Options!.Conditions);
    }

    [Theory]
    [InlineData("<Delete><Object><Key>a</Key></Object></Delete>")]
    [InlineData("\ufeff<Delete><Object><Key>a</Key></Object></Delete>")]
    [InlineData("<s:Delete xmlns:s='http://s3.amazonaws.com/doc/2006-03-01/'><s:Object><s:Key>a</s:Key></s:Object></s:Delete>")]
    [InlineData("<Delete><Quiet>false</Quiet><!-- c --><Object><VersionId/><Key><![CDATA[a]]></Key></Object></Delete>")]
    [InlineData("<Delete><Quiet/><Object><Key>a</Key></Object></Delete>")]
    public void Parse_OtherSpellings_AreTheSame(string document)
    {
        DeleteRequest request = Parse(document);
        DeleteObjectEntry entry = Assert.Single(request.Entries);
        Assert.Equal("a", entry.Key.ToString());
        Assert.Null(entry.Options!.VersionId);
        Assert.False(request.IsQuiet);
    }

    [Theory]
    [InlineData(" ", " ")]
    [InlineData("&#x1;&#xA;&#13;", "\u0001\n\r")]
    [InlineData("a<![CDATA[<]]>b", "a<b")]
    [InlineData("", "")]
    public void Parse_StrangeKeys_AreKeptExactly(string written, string key)
        => Assert.Equal(key, Parse($"<Delete><Object><Key>{written}</Key></Object></Delete>").Entries[0].Key.ToString());

    [Fact]
    public void Parse_Utf16Document_IsRead()
    {
        byte[] document = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("<Delete><Object><Key>ä</Key></Object></Delete>")];
        Assert.Equal("ä", DeleteRequestParser.Parse(document).Entries[0].Key.ToString());
    }

    [Fact]
    public void Parse_ThousandEntries_AreTaken()
        => Assert.Equal(1000, Parse(Entries(1000)).Entries.Count);

    [Fact]
    public void Parse_MoreThanThousandEntries_AreRefused() => MalformedDocuments.AssertRefused(d => DeleteRequestParser.Parse(d), Entries(1001));

    [Theory]
    [InlineData("<Delete/>")]
    [InlineData("<Delete><Quiet>true</Quiet></Delete>")]
    [InlineData("<Delete><Object/></Delete>")]
    [InlineData("<Delete><Object><VersionId>1</VersionId></Object></Delete>")]
    [InlineData("<Delete><Quiet>maybe</Quiet><Object><Key>a</Key></Object></Delete>")]
    [InlineData("<Delete><Object><Key>a<b/></Key></Object></Delete>")]
    [InlineData("<Delete><Object><Key>a</Key><Size>-1</Size></Object></Delete>")]
    [InlineData("<Delete><Object><Key>a</Key><LastModifiedTime>yesterday</LastModifiedTime></Object></Delete>")]
    public void Parse_Nonsense_IsMalformed(string document) => MalformedDocuments.AssertRefused(d => DeleteRequestParser.Parse(d), document);

    [Fact]
    public void Parse_MalformedDocuments_AreRefused()
    {
        foreach (string document in MalformedDocuments.Of("Delete", "<Object><Key>a</Key></Object>"))
        {
            MalformedDocuments.AssertRefused(d => DeleteRequestParser.Parse(d), document);
        }
    }

    [Fact]
    public void Parse_ManyPiecesOfText_TakesLinearTime()
    {
        // 150,000 sections: quadratic work would take minutes.
        string key = string.Concat(Enumerable.Repeat("<![CDATA[a]]>", 150_000));
        Assert.Equal(150_000, Parse($"<Delete><Object><Key>{key}</Key></Object></Delete>").Entries[0].Key.Length);
    }

    [Property(MaxTest = 1000)]
    public Property Parse_DamagedDocument_IsTakenOrRefused()
        => Prop.ForAll(MalformedDocuments.Damaged(Full), document => MalformedDocuments.IsHandled(d => DeleteRequestParser.Parse(d), document));

    [Property]
    public bool Parse_AnyBytes_AreTakenOrRefused(byte[] document) => MalformedDocuments.IsHandled(d => DeleteRequestParser.Parse(d), document);

    private static DeleteRequest Parse(string document) => DeleteRequestParser.Parse(Encoding.UTF8.GetBytes(document));

    private static string Entries(int count)
        => $"<Delete>{string.Concat(Enumerable.Range(0, count).Select(i => $"<Object><Key>k{i}</Key></Object>"))}</Delete>";
}
