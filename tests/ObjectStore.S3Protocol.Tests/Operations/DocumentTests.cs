using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Operations;
using ObjectStore.S3Protocol.Operations.Buckets;
using ObjectStore.S3Protocol.Operations.Multipart;
using ObjectStore.S3Protocol.Operations.Objects;
using ObjectStore.S3Protocol.Responses;
using ObjectStore.S3Protocol.Tests.Xml;
using ObjectStore.S3Protocol.Values;
using ObjectStore.S3Protocol.Xml;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Operations;

/// <summary>Every document that is written, byte for byte (with line breaks between elements for reading).</summary>
public class DocumentTests
{
    private const string Namespace = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

    private static readonly Owner Someone = new("0123", "me");
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, 6, TimeSpan.Zero);
    private static readonly ObjectChecksum Checksum = new(ChecksumAlgorithm.Crc32, new byte[] { 0, 0, 0, 1 });

    private static readonly ObjectInfo Info = new()
    {
        Bucket = "b",
        Key = "a b",
        Size = 12,
        ETag = "e",
        LastModified = Time,
        VersionId = "v",
        Checksum = Checksum,
    };

    private static readonly MultipartUploadInfo Upload = new()
    {
        Bucket = "b",
        Key = "a b",
        UploadId = "u",
        InitiatedAt = Time,
        ChecksumAlgorithm = ChecksumAlgorithm.Sha256,
        ChecksumType = ChecksumType.Composite,
    };

    [Fact]
    public void GetBucketLocation_Regions()
    {
        Assert.Equal($"<LocationConstraint{Namespace}>eu-west-1</LocationConstraint>", Written.By(xml => GetBucketLocation.Write(xml, "eu-west-1")));
        Assert.Equal($"<LocationConstraint{Namespace}></LocationConstraint>", Written.By(xml => GetBucketLocation.Write(xml, "us-east-1")));
    }

    [Fact]
    public void GetBucketVersioning_States()
    {
        string Write(BucketVersioning versioning) => Written.By(xml => GetBucketVersioning.Write(xml, versioning));
        Assert.Equal($"<VersioningConfiguration{Namespace}></VersioningConfiguration>", Write(BucketVersioning.Unversioned));
        Assert.Equal($"<VersioningConfiguration{Namespace}><Status>Enabled</Status></VersioningConfiguration>", Write(BucketVersioning.Enabled));
        Assert.Equal($"<VersioningConfiguration{Namespace}><Status>Suspended</Status></VersioningConfiguration>", Write(BucketVersioning.Suspended));
    }

    [Fact]
    public void ListObjects_TruncatedWithDelimiter() => AssertDocument(
        $"""
        <ListBucketResult{Namespace}>
        <Name>b</Name><Prefix>p q</Prefix><Marker></Marker><NextMarker>a b</NextMarker><MaxKeys>2</MaxKeys><Delimiter>/</Delimiter><IsTruncated>true</IsTruncated>
        <Contents><Key>a b</Key><LastModified>2026-01-02T03:04:05.006Z</LastModified><ETag>&quot;e&quot;</ETag>
        <ChecksumAlgorithm>CRC32</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType><Size>12</Size><StorageClass>STANDARD</StorageClass>
        <Owner><ID>0123</ID><DisplayName>me</DisplayName></Owner></Contents>
        <CommonPrefixes><Prefix>c d/</Prefix></CommonPrefixes>
        </ListBucketResult>
        """,
        xml => ListObjects.Write(xml, "b", new ListingQuery("p q", "/", 2, KeyEncoding.None), default, Page(), Someone));

    [Fact]
    public void ListObjects_WithoutDelimiter_HasNoNextMarker()
        => Assert.DoesNotContain(
            "NextMarker",
            Written.By(xml => ListObjects.Write(xml, "b", new ListingQuery(default, default, 2, KeyEncoding.None), "m", Page(), Someone)),
            StringComparison.Ordinal);

    [Fact]
    public void ListObjectsV2_TruncatedAndEncoded() => AssertDocument(
        $"""
        <ListBucketResult{Namespace}>
        <Name>b</Name><Prefix>p%20q</Prefix><StartAfter>s%2B</StartAfter><ContinuationToken>t</ContinuationToken>
        <NextContinuationToken>{ContinuationToken.Encode("a b")}</NextContinuationToken><KeyCount>2</KeyCount><MaxKeys>2</MaxKeys>
        <Delimiter>/</Delimiter><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>
        <Contents><Key>a%20b</Key><LastModified>2026-01-02T03:04:05.006Z</LastModified><ETag>&quot;e&quot;</ETag>
        <ChecksumAlgorithm>CRC32</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType><Size>12</Size><StorageClass>STANDARD</StorageClass></Contents>
        <CommonPrefixes><Prefix>c%20d/</Prefix></CommonPrefixes>
        </ListBucketResult>
        """,
        xml => ListObjectsV2.Write(
            xml, "b", new ListObjectsV2Query(new ListingQuery("p q", "/", 2, KeyEncoding.Url), "s+", "t", FetchesOwner: false), Page(), Someone));

    [Fact]
    public void ListObjectsV2_PageSizeZero_IsNotTruncated()
    {
        ListObjectsV2Query query = new(new ListingQuery(default, default, 0, KeyEncoding.None), default, null, FetchesOwner: true);
        ObjectListing empty = new() { Objects = [], CommonPrefixes = [], IsTruncated = true };
        Assert.Equal(
            $"<ListBucketResult{Namespace}><Name>b</Name><Prefix></Prefix><KeyCount>0</KeyCount><MaxKeys>0</MaxKeys><IsTruncated>false</IsTruncated></ListBucketResult>",
            Written.By(xml => ListObjectsV2.Write(xml, "b", query, empty, Someone)));
    }

    [Fact]
    public void ListObjectVersions_VersionsAndMarkers() => AssertDocument(
        $"""
        <ListVersionsResult{Namespace}>
        <Name>b</Name><Prefix></Prefix><KeyMarker>k</KeyMarker><VersionIdMarker>v0</VersionIdMarker>
        <NextKeyMarker>a b</NextKeyMarker><NextVersionIdMarker>v</NextVersionIdMarker><MaxKeys>10</MaxKeys><IsTruncated>true</IsTruncated>
        <DeleteMarker><Key>a b</Key><VersionId>v</VersionId><IsLatest>true</IsLatest><LastModified>2026-01-02T03:04:05.006Z</LastModified>
        <Owner><ID>0123</ID><DisplayName>me</DisplayName></Owner></DeleteMarker>
        <Version><Key>a b</Key><VersionId>null</VersionId><IsLatest>false</IsLatest><LastModified>2026-01-02T03:04:05.006Z</LastModified><ETag>&quot;e&quot;</ETag>
        <Size>12</Size><StorageClass>STANDARD</StorageClass><Owner><ID>0123</ID><DisplayName>me</DisplayName></Owner></Version>
        </ListVersionsResult>
        """,
        xml => ListObjectVersions.Write(
            xml,
            "b",
            new ListingQuery(default, default, 10, KeyEncoding.None),
            new ListObjectVersionsOptions { KeyMarker = "k", VersionIdMarker = "v0" },
            new ObjectVersionListing
            {
                Versions = [Info with { IsDeleteMarker = true }, Info with { VersionId = null, IsCurrent = false, Checksum = null }],
                CommonPrefixes = [],
                IsTruncated = true,
                NextKeyMarker = "a b",
                NextVersionIdMarker = "v",
            },
            Someone));

    [Fact]
    public void DeleteObjects_EveryOutcome() => AssertDocument(
        $"""
        <DeleteResult{Namespace}>
        <Deleted><Key>a&amp;b</Key></Deleted>
        <Deleted><Key>c</Key><DeleteMarker>true</DeleteMarker><DeleteMarkerVersionId>m1</DeleteMarkerVersionId></Deleted>
        <Deleted><Key>d</Key><VersionId>v2</VersionId></Deleted>
        <Error><Key>e</Key><VersionId>v3</VersionId><Code>PreconditionFailed</Code><Message>{S3Errors.PreconditionFailed.Message}</Message></Error>
        </DeleteResult>
        """,
        xml => DeleteObjects.Write(xml, Deletion(isQuiet: false), DeletionResults()));

    [Fact]
    public void DeleteObjects_Quiet_ShowsErrorsOnly()
        => Assert.DoesNotContain(
            "<Deleted>", Written.By(xml => DeleteObjects.Write(xml, Deletion(isQuiet: true), DeletionResults())), StringComparison.Ordinal);

    [Fact]
    public void CopyObject_WithChecksum() => AssertDocument(
        $"""
        <CopyObjectResult{Namespace}>
        <LastModified>2026-01-02T03:04:05.006Z</LastModified><ETag>&quot;e&quot;</ETag><ChecksumType>FULL_OBJECT</ChecksumType><ChecksumCRC32>AAAAAQ==</ChecksumCRC32>
        </CopyObjectResult>
        """,
        xml => CopyObject.Write(xml, Info));

    [Fact]
    public void CreateMultipartUpload_Upload() => AssertDocument(
        $"""
        <InitiateMultipartUploadResult{Namespace}>
        <Bucket>b</Bucket><Key>a b</Key><UploadId>u</UploadId>
        </InitiateMultipartUploadResult>
        """,
        xml => CreateMultipartUpload.Write(xml, Upload));

    [Fact]
    public void UploadPartCopy_Part() => AssertDocument(
        $"""
        <CopyPartResult{Namespace}>
        <LastModified>2026-01-02T03:04:05.006Z</LastModified><ETag>&quot;p&quot;</ETag><ChecksumCRC32>AAAAAQ==</ChecksumCRC32>
        </CopyPartResult>
        """,
        xml => UploadPartCopy.Write(xml, Part(1)));

    [Fact]
    public void CompleteMultipartUpload_CompositeChecksum() => AssertDocument(
        $"""
        <CompleteMultipartUploadResult{Namespace}>
        <Location>http://h/b/a%20b</Location><Bucket>b</Bucket><Key>a b</Key><ETag>&quot;e-2&quot;</ETag>
        <ChecksumCRC32>AAAAAQ==-2</ChecksumCRC32><ChecksumType>COMPOSITE</ChecksumType>
        </CompleteMultipartUploadResult>
        """,
        xml => CompleteMultipartUpload.Write(
            xml,
            "http://h/b/a%20b",
            Info with { ETag = "e-2", Parts = [Part(1), Part(2)], Checksum = Checksum with { Type = ChecksumType.Composite } }));

    [Fact]
    public void ListParts_Truncated() => AssertDocument(
        $"""
        <ListPartsResult{Namespace}>
        <Bucket>b</Bucket><Key>a b</Key><UploadId>u</UploadId><Initiator><ID>0123</ID><DisplayName>me</DisplayName></Initiator>
        <Owner><ID>0123</ID><DisplayName>me</DisplayName></Owner><StorageClass>STANDARD</StorageClass>
        <PartNumberMarker>1</PartNumberMarker><NextPartNumberMarker>2</NextPartNumberMarker><MaxParts>1</MaxParts><IsTruncated>true</IsTruncated>
        <Part><PartNumber>2</PartNumber><LastModified>2026-01-02T03:04:05.006Z</LastModified><ETag>&quot;p&quot;</ETag><Size>5</Size>
        <ChecksumCRC32>AAAAAQ==</ChecksumCRC32></Part><ChecksumAlgorithm>SHA256</ChecksumAlgorithm><ChecksumType>COMPOSITE</ChecksumType>
        </ListPartsResult>
        """,
        xml => ListParts.Write(
            xml,
            new PartListing { Upload = Upload, Parts = [Part(2)], IsTruncated = true, NextPartNumberMarker = 2 },
            new ListPartsOptions { PartNumberMarker = 1, MaxParts = 1 },
            KeyEncoding.None,
            Someone));

    [Fact]
    public void ListMultipartUploads_Truncated() => AssertDocument(
        $"""
        <ListMultipartUploadsResult{Namespace}>
        <Bucket>b</Bucket><KeyMarker>k</KeyMarker><UploadIdMarker>u0</UploadIdMarker><NextKeyMarker>a b</NextKeyMarker><NextUploadIdMarker>u</NextUploadIdMarker>
        <Prefix></Prefix><Delimiter>/</Delimiter><MaxUploads>1</MaxUploads><IsTruncated>true</IsTruncated>
        <Upload><Key>a b</Key><UploadId>u</UploadId><Initiator><ID>0123</ID><DisplayName>me</DisplayName></Initiator>
        <Owner><ID>0123</ID><DisplayName>me</DisplayName></Owner><StorageClass>STANDARD</StorageClass><Initiated>2026-01-02T03:04:05.006Z</Initiated>
        <ChecksumAlgorithm>SHA256</ChecksumAlgorithm><ChecksumType>COMPOSITE</ChecksumType></Upload>
        <CommonPrefixes><Prefix>p/</Prefix></CommonPrefixes>
        </ListMultipartUploadsResult>
        """,
        xml => ListMultipartUploads.Write(
            xml,
            "b",
            new ListingQuery(default, "/", 1, KeyEncoding.None),
            new ListMultipartUploadsOptions { KeyMarker = "k", UploadIdMarker = "u0" },
            new MultipartUploadListing
            {
                Uploads = [Upload],
                CommonPrefixes = ["p/"],
                IsTruncated = true,
                NextKeyMarker = "a b",
                NextUploadIdMarker = "u",
            },
            Someone));

    [Fact]
    public void Error_WithElements() => AssertDocument(
        """
        <Error>
        <Code>InvalidArgument</Code><Message>m &lt;1&gt;</Message><ArgumentName>n</ArgumentName><Key>k</Key><BucketName>b</BucketName>
        <Resource>/b/k</Resource><RequestId>R</RequestId><HostId>H</HostId>
        </Error>
        """,
        xml => S3ErrorWriter.Write(
            xml,
            new ErrorSubject("R", "H", "/b/k", "b", "k"),
            new S3Failure(S3Errors.InvalidArgument, "m <1>") { Elements = [new("ArgumentName", "n")] }));

    private static void AssertDocument(string expected, Action<S3XmlWriter> write)
        => Assert.Equal(expected.ReplaceLineEndings(""), Written.By(write));

    private static ObjectListing Page() => new() { Objects = [Info], CommonPrefixes = ["c d/"], IsTruncated = true, NextStartAfter = "a b" };

    private static ObjectPart Part(int number) => new() { Number = number, Size = 5, ETag = "p", LastModified = Time, Checksum = Checksum };

    private static DeleteRequest Deletion(bool isQuiet) => new(
        [new("a&b"), new("c"), new("d", new() { VersionId = "v2" }), new("e", new() { VersionId = "v3" })], isQuiet);

    private static IReadOnlyList<StorageResult<DeleteObjectResult>> DeletionResults() =>
    [
        DeleteObjectResult.Deleted,
        new DeleteObjectResult { VersionId = "m1", IsDeleteMarker = true },
        new DeleteObjectResult { VersionId = "v2" },
        new StorageError(StorageErrorCode.PreconditionFailed, "internal words"),
    ];
}
