using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using ObjectStore.S3Protocol.Xml;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Xml;

public class BucketDocumentParserTests
{
    private const string Create = "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>";
    private const string Versioning = "<VersioningConfiguration><Status>Enabled</Status><MfaDelete>Disabled</MfaDelete></VersioningConfiguration>";

    [Theory]
    [InlineData(Create, "eu-west-1", null)]
    [InlineData("<CreateBucketConfiguration xmlns='http://s3.amazonaws.com/doc/2006-03-01/'/>", null, null)]
    [InlineData("<CreateBucketConfiguration><LocationConstraint/></CreateBucketConfiguration>", "", null)]
    [InlineData("<CreateBucketConfiguration><Bucket><Type>Directory</Type></Bucket></CreateBucketConfiguration>", null, "Bucket")]
    [InlineData("<CreateBucketConfiguration><Tags><Tag/></Tags></CreateBucketConfiguration>", null, "Tags")]
    public void ParseCreateBucket_Document_GivesItsWords(string document, string? location, string? unsupported)
        => Assert.Equal(
            new CreateBucketConfiguration { LocationConstraint = location, UnsupportedElement = unsupported },
            CreateBucketConfigurationParser.Parse(Encoding.UTF8.GetBytes(document)));

    [Theory]
    [InlineData(Versioning, BucketVersioning.Enabled, false)]
    [InlineData("<VersioningConfiguration><MfaDelete>Enabled</MfaDelete><Status>Suspended</Status></VersioningConfiguration>", BucketVersioning.Suspended, true)]
    public void ParseVersioning_Document_GivesItsWords(string document, BucketVersioning versioning, bool isMfaDeleteEnabled)
        => Assert.Equal((versioning, isMfaDeleteEnabled), VersioningConfigurationParser.Parse(Encoding.UTF8.GetBytes(document)));

    [Theory]
    [InlineData("<VersioningConfiguration/>")]
    [InlineData("<VersioningConfiguration><Status>On</Status></VersioningConfiguration>")]
    [InlineData("<VersioningConfiguration><Status>Enabled</Status><MfaDelete>x</MfaDelete></VersioningConfiguration>")]
    public void ParseVersioning_Nonsense_IsMalformed(string document)
        => MalformedDocuments.AssertRefused(d => VersioningConfigurationParser.Parse(d), document);

    [Fact]
    public void Parse_MalformedDocuments_AreRefused()
    {
        foreach (string document in MalformedDocuments.Of("CreateBucketConfiguration", "<LocationConstraint/>"))
        {
            MalformedDocuments.AssertRefused(d => CreateBucketConfigurationParser.Parse(d), document);
        }

        foreach (string document in MalformedDocuments.Of("VersioningConfiguration", "<Status>Enabled</Status>"))
        {
            MalformedDocuments.AssertRefused(d => VersioningConfigurationParser.Parse(d), document);
        }
    }

    [Property(MaxTest = 500)]
    public Property ParseCreateBucket_DamagedDocument_IsTakenOrRefused()
        => Prop.ForAll(
            MalformedDocuments.Damaged(Create), document => MalformedDocuments.IsHandled(d => CreateBucketConfigurationParser.Parse(d), document));

    [Property(MaxTest = 500)]
    public Property ParseVersioning_DamagedDocument_IsTakenOrRefused()
        => Prop.ForAll(
            MalformedDocuments.Damaged(Versioning), document => MalformedDocuments.IsHandled(d => VersioningConfigurationParser.Parse(d), document));
}
