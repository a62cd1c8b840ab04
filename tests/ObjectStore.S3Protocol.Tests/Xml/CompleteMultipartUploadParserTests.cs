using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using ObjectStore.S3Protocol.Xml;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Xml;

public class CompleteMultipartUploadParserTests
{
    private const string Full = """
        <CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
          <Part><ETag>"e1"</ETag><PartNumber>1</PartNumber></Part>
          <Part><PartNumber> 7 </PartNumber><ETag>&quot;e7&quot;</ETag><ChecksumCRC32>AAAAAQ==</ChecksumCRC32></Part>
          <Part><ChecksumSHA512>ignored</ChecksumSHA512><PartNumber>3</PartNumber><ETag>e3</ETag></Part>
        </CompleteMultipartUpload>
        """;

    [Fact]
    public void Parse_FullDocument_GivesPartsInTheirOrder()
        => Assert.Equal(
            [
                new CompletedPart(1, "e1"),
                new CompletedPart(7, "e7", new ObjectChecksum(ChecksumAlgorithm.Crc32, new byte[] { 0, 0, 0, 1 })),
                new CompletedPart(3, "e3"),
            ],
            Parse(Full));

    [Fact]
    public void Parse_TenThousandParts_AreTaken() => Assert.Equal(10_000, Parse(Parts(10_000)).Count);

    [Fact]
    public void Parse_MoreThanTenThousandParts_AreRefused()
        => MalformedDocuments.AssertRefused(d => CompleteMultipartUploadParser.Parse(d), Parts(10_001));

    [Theory]
    [InlineData("<CompleteMultipartUpload/>")]
    [InlineData("<CompleteMultipartUpload><Part/></CompleteMultipartUpload>")]
    [InlineData("<CompleteMultipartUpload><Part><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>")]
    [InlineData("<CompleteMultipartUpload><Part><ETag>e</ETag></Part></CompleteMultipartUpload>")]
    [InlineData("<CompleteMultipartUpload><Part><PartNumber>-1</PartNumber><ETag>e</ETag></Part></CompleteMultipartUpload>")]
    [InlineData("<CompleteMultipartUpload><Part><PartNumber>99999999999</PartNumber><ETag>e</ETag></Part></CompleteMultipartUpload>")]
    [InlineData("<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>e</ETag><ChecksumCRC32>AAAA</ChecksumCRC32></Part></CompleteMultipartUpload>")]
    public void Parse_Nonsense_IsMalformed(string document)
        => MalformedDocuments.AssertRefused(d => CompleteMultipartUploadParser.Parse(d), document);

    [Fact]
    public void Parse_MalformedDocuments_AreRefused()
    {
        foreach (string document in MalformedDocuments.Of("CompleteMultipartUpload", "<Part><PartNumber>1</PartNumber><ETag>e</ETag></Part>"))
        {
            MalformedDocuments.AssertRefused(d => CompleteMultipartUploadParser.Parse(d), document);
        }
    }

    [Property(MaxTest = 1000)]
    public Property Parse_DamagedDocument_IsTakenOrRefused()
        => Prop.ForAll(
            MalformedDocuments.Damaged(Full), document => MalformedDocuments.IsHandled(d => CompleteMultipartUploadParser.Parse(d), document));

    private static IReadOnlyList<CompletedPart> Parse(string document) => CompleteMultipartUploadParser.Parse(Encoding.UTF8.GetBytes(document));

    private static string Parts(int count)
    {
        IEnumerable<string> parts = Enumerable.Range(1, count).Select(i => $"<Part><PartNumber>{i}</PartNumber><ETag>e</ETag></Part>");
        return $"<CompleteMultipartUpload>{string.Concat(parts)}</CompleteMultipartUpload>";
    }
}
