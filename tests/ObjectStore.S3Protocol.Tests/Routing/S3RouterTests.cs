using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Operations;
using ObjectStore.S3Protocol.Routing;
using ObjectStore.S3Protocol.Signing;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Routing;

public class S3RouterTests
{
    private static readonly S3Router PathStyle = new([]);
    private static readonly S3Router VirtualHosts = new(["s3.example.com", "example.com:9000"]);

    [Theory]
    [InlineData("GET", "/", "ListBuckets")]
    [InlineData("GET", "/?x-id=ListBuckets&prefix=a", "ListBuckets")]
    [InlineData("GET", "/?events=s3:ObjectCreated:*", "ListenNotification")]
    [InlineData("PUT", "/b", "CreateBucket")]
    [InlineData("PUT", "/b/", "CreateBucket")]
    [InlineData("HEAD", "/b", "HeadBucket")]
    [InlineData("DELETE", "/b", "DeleteBucket")]
    [InlineData("GET", "/b", "ListObjects")]
    [InlineData("GET", "/b?list-type=2&prefix=acl", "ListObjectsV2")]
    [InlineData("GET", "/b?metadata=true&unknown", "ListObjects")]
    [InlineData("GET", "/b?location", "GetBucketLocation")]
    [InlineData("GET", "/b?versions", "ListObjectVersions")]
    [InlineData("GET", "/b?uploads", "ListMultipartUploads")]
    [InlineData("POST", "/b?delete", "DeleteObjects")]
    [InlineData("POST", "/b?delete=", "DeleteObjects")]
    [InlineData("POST", "/b", "PostObject")]
    [InlineData("GET", "/b?analytics", "ListBucketAnalyticsConfigurations")]
    [InlineData("GET", "/b?analytics&id=1", "GetBucketAnalyticsConfiguration")]
    [InlineData("PUT", "/b?inventory&id=1", "PutBucketInventoryConfiguration")]
    [InlineData("GET", "/b?policyStatus", "GetBucketPolicyStatus")]
    [InlineData("PUT", "/b?versioning", "PutBucketVersioning")]
    [InlineData("GET", "/b?session", "CreateSession")]
    [InlineData("OPTIONS", "/b/k", "CorsPreflight")]
    [InlineData("GET", "/minio/v2/metrics/cluster", "MinioApi")]
    [InlineData("PUT", "/minio/admin/v3/add-user?accessKey=a", "MinioApi")]
    [InlineData("GET", "/minio", "ListObjects")]
    [InlineData("PUT", "/b/k", "PutObject")]
    [InlineData("PUT", "/b/k?x-id=PutObject", "PutObject")]
    [InlineData("GET", "/b/k", "GetObject")]
    [InlineData("GET", "/b/k?versionId=1&partNumber=2&response-content-type=a", "GetObject")]
    [InlineData("HEAD", "/b/k?partNumber=1", "HeadObject")]
    [InlineData("DELETE", "/b/k?versionId=1", "DeleteObject")]
    [InlineData("GET", "/b/k?acl", "GetObjectAcl")]
    [InlineData("GET", "/b/k?attributes", "GetObjectAttributes")]
    [InlineData("PUT", "/b/k?tagging&versionId=1", "PutObjectTagging")]
    [InlineData("POST", "/b/k?restore", "RestoreObject")]
    [InlineData("POST", "/b/k?select&select-type=2", "SelectObjectContent")]
    [InlineData("POST", "/b/k?uploads", "CreateMultipartUpload")]
    [InlineData("PUT", "/b/k?partNumber=1&uploadId=u", "UploadPart")]
    [InlineData("GET", "/b/k?uploadId=u&max-parts=1", "ListParts")]
    [InlineData("POST", "/b/k?uploadId=u", "CompleteMultipartUpload")]
    [InlineData("DELETE", "/b/k?uploadId=u", "AbortMultipartUpload")]
    [InlineData("PUT", "/b/k?renameObject", "RenameObject")]
    public void Route_Request_FindsItsOperation(string method, string target, string operation)
        => Assert.Equal(operation, Route(PathStyle, method, target).Operation.ToString());

    [Theory]
    [InlineData("/b/k", "CopyObject")]
    [InlineData("/b/k?partNumber=1&uploadId=u", "UploadPartCopy")]
    [InlineData("/b", "CreateBucket")]
    public void Route_WithCopySource_FindsItsOperation(string target, string operation)
        => Assert.Equal(operation, Route(PathStyle, "PUT", target, hasCopySource: true).Operation.ToString());

    [Theory]
    [InlineData("POST", "/", "MethodNotAllowed")]
    [InlineData("HEAD", "/", "MethodNotAllowed")]
    [InlineData("GET", "/?acl", "MethodNotAllowed")]
    [InlineData("PATCH", "/b/k", "MethodNotAllowed")]
    [InlineData("POST", "/b/k", "MethodNotAllowed")]
    [InlineData("POST", "/b?acl", "MethodNotAllowed")]
    [InlineData("HEAD", "/b/k?uploadId=u", "MethodNotAllowed")]
    [InlineData("DELETE", "/b?location", "MethodNotAllowed")]
    [InlineData("GET", "/b?list-type=3", "InvalidArgument")]
    [InlineData("GET", "/b?acl&policy", "InvalidArgument")]
    [InlineData("DELETE", "/b?policy&lifecycle", "InvalidArgument")]
    [InlineData("PUT", "/b/k?uploadId=u", "InvalidArgument")]
    [InlineData("PUT", "/b/k?partNumber=1", "InvalidArgument")]
    [InlineData("PUT", "/b/k?versionId=1", "InvalidArgument")]
    [InlineData("GET", "/b/k?policy", "InvalidRequest")]
    [InlineData("GET", "/b?uploadId=u", "InvalidRequest")]
    [InlineData("DELETE", "/b/k?lifecycle", "InvalidRequest")]
    [InlineData("GET", "//k", "InvalidBucketName")]
    public void Route_RequestForNothing_IsRefused(string method, string target, string code)
        => Assert.Equal(code, Assert.Throws<S3Exception>(() => Route(PathStyle, method, target)).Error.Code);

    [Theory]
    [InlineData("/b/k", "b", "k")]
    [InlineData("/b.c.d/k", "b.c.d", "k")]
    [InlineData("/b//", "b", "/")]
    [InlineData("/b/../x/./", "b", "../x/./")]
    [InlineData("/b/a%2Fb%20c+d%C3%A4", "b", "a/b c+dä")]
    [InlineData("/b/%01", "b", "\u0001")]
    public void Route_PathStyle_KeepsTheKeysBytes(string target, string bucket, string key)
    {
        S3Route route = Route(PathStyle, "GET", target, host: "s3.example.com");
        Assert.Equal((bucket, key), (route.Bucket, route.Key.ToString()));
    }

    [Theory]
    [InlineData("b.s3.example.com", "/k", "b", "k")]
    [InlineData("b.s3.example.com:9000", "/k", "b", "k")]
    [InlineData("B.S3.Example.COM", "/k", "b", "k")]
    [InlineData("b.s3.example.com.", "//x/k", "b", "/x/k")]
    [InlineData("a.b.example.com:443", "/", "a.b", "")]
    [InlineData("s3.example.com", "/b/k", "b", "k")]
    [InlineData("example.com:9000", "/b/k", "b", "k")]
    [InlineData("127.0.0.1:9000", "/b/k", "b", "k")]
    [InlineData("[::1]:9000", "/b/k", "b", "k")]
    [InlineData("badexample.com", "/b/k", "b", "k")]
    [InlineData("", "/b/k", "b", "k")]
    public void Route_VirtualHosts_FindsBucketInTheHost(string host, string target, string bucket, string key)
    {
        S3Route route = Route(VirtualHosts, "GET", target, host: host);
        Assert.Equal((bucket, key), (route.Bucket, route.Key.ToString()));
    }

    [Fact]
    public void Route_EverySubresourceOfEveryMethod_IsItsOwnOperationOrRefused()
    {
        HashSet<S3Operation> plain =
        [
            S3Operation.ListObjects, S3Operation.CreateBucket, S3Operation.HeadBucket, S3Operation.DeleteBucket, S3Operation.PostObject,
            S3Operation.GetObject, S3Operation.HeadObject, S3Operation.PutObject, S3Operation.DeleteObject,
        ];
        foreach (string method in (string[])["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"])
        {
            foreach (string name in SubresourceTable.Bucket.Keys.Concat(SubresourceTable.Object.Keys))
            {
                foreach (string path in (string[])["/b", "/b/k"])
                {
                    Assert.DoesNotContain(TryRoute(method, $"{path}?{name}"), plain);
                }
            }
        }
    }

    [Fact]
    public void Route_EveryOperation_CanBeReached()
    {
        IEnumerable<S3Operation> reached =
            from method in (string[])["GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS"]
            from path in (string[])["/", "/b", "/b/k", "/minio/admin/v3/info"]
            from query in (string[])["", "list-type=2", "partNumber=1&uploadId=u",
                .. SubresourceTable.Bucket.Keys, .. SubresourceTable.Bucket.Keys.Select(name => name + "&id=1"), .. SubresourceTable.Object.Keys]
            from hasCopySource in (bool[])[false, true]
            select TryRoute(method, $"{path}?{query}", hasCopySource);
        Assert.Empty(Enum.GetValues<S3Operation>().Except(reached));
    }

    [Theory]
    [InlineData("GetBucketPolicy")]
    [InlineData("PutObjectLockConfiguration")]
    [InlineData("PostObject")]
    public void Get_OperationThatIsNotImplemented_IsRefusedByName(string name)
    {
        S3Exception exception = Assert.Throws<S3Exception>(() => OperationTable.Get(Enum.Parse<S3Operation>(name)));
        Assert.Equal(501, exception.Error.HttpStatus);
        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
    }

    [Property(MaxTest = 500)]
    public Property Route_AnyKey_ComesThroughUnchanged()
        => Prop.ForAll<string>(
            ArbMap.Default.ArbFor<NonEmptyString>().Convert(
                text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get)).Replace("\0", "0", StringComparison.Ordinal),
                NonEmptyString.NewNonEmptyString),
            key => Route(PathStyle, "GET", "/b/" + Uri.EscapeDataString(key)).Key == key);

    private static S3Operation TryRoute(string method, string target, bool hasCopySource = false)
    {
        try
        {
            return Route(PathStyle, method, target, hasCopySource).Operation;
        }
        catch (S3Exception)
        {
            return S3Operation.None;
        }
    }

    private static S3Route Route(S3Router router, string method, string target, bool hasCopySource = false, string host = "localhost")
    {
        Assert.True(RequestTarget.TryParse(target, out RequestTarget? parsed));
        return router.Route(method, host, parsed, hasCopySource);
    }
}
