using ObjectStore.S3Protocol.Tests.Server;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Operations.Buckets;

public class BucketOperationTests
{
    private readonly TestServer _server = new();

    [Fact]
    public async Task Bucket_Life_AnswersAsS3()
    {
        TestExchange created = await _server.SucceedAsync("PUT", "/first");
        Assert.Equal((200, "/first"), (created.Status, created.ResponseHeaders["Location"]));
        await _server.FailAsync(409, "BucketAlreadyOwnedByYou", "PUT", "/first");

        TestExchange head = await _server.SucceedAsync("HEAD", "/first");
        Assert.Equal("us-east-1", head.ResponseHeaders["x-amz-bucket-region"]);

        await _server.SucceedAsync("PUT", "/first/k", "x");
        await _server.FailAsync(409, "BucketNotEmpty", "DELETE", "/first");
        await _server.SucceedAsync("DELETE", "/first/k");
        Assert.Equal(204, (await _server.SucceedAsync("DELETE", "/first")).Status);
        TestExchange gone = await _server.FailAsync(404, "NoSuchBucket", "DELETE", "/first");
        Assert.Equal("first", TestServer.Element(gone.SentText, "BucketName"));
    }

    [Fact]
    public async Task HeadBucket_Missing_GivesRegionWithoutBody()
    {
        TestExchange answer = await _server.SendAsync("HEAD", "/nowhere");
        Assert.Equal((404, "us-east-1"), (answer.Status, answer.ResponseHeaders["x-amz-bucket-region"]));
    }

    [Fact]
    public async Task HeadBucket_Anonymous_GivesRegion()
    {
        TestExchange answer = new("HEAD", "/nowhere", [], 0);
        await _server.HandleAsync(answer);
        Assert.Equal((403, "us-east-1"), (answer.Status, answer.ResponseHeaders["x-amz-bucket-region"]));
    }

    [Theory]
    [InlineData("Ab")]
    [InlineData("a")]
    [InlineData("192.168.1.1")]
    [InlineData("a..b")]
    public async Task CreateBucket_BadName_IsRefused(string name) => await _server.FailAsync(400, "InvalidBucketName", "PUT", "/" + name);

    [Fact]
    public async Task CreateBucket_LocationConstraint_MustBeTheConfiguredRegion()
    {
        TestServer server = new(options => options.Region = "eu-west-1");
        const string Here = "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>";
        const string There = "<CreateBucketConfiguration><LocationConstraint>us-west-2</LocationConstraint></CreateBucketConfiguration>";
        TestExchange request = server.Request("PUT", "/b", []);
        await server.HandleAsync(request);
        Assert.Equal("AuthorizationHeaderMalformed", TestServer.Element(request.SentText, "Code"));

        await _server.SucceedAsync("PUT", "/any", There);
        await _server.SucceedAsync("PUT", "/other", Here);
        await _server.FailAsync(400, "MalformedXML", "PUT", "/third", "<CreateBucketConfiguration>");
    }

    [Theory]
    [InlineData("x-amz-bucket-object-lock-enabled", "true")]
    [InlineData("x-amz-acl", "public-read")]
    [InlineData("x-amz-grant-read", "id=1")]
    [InlineData("x-amz-object-ownership", "ObjectWriter")]
    public async Task CreateBucket_WithWhatDoesNotExist_IsNotImplemented(string name, string value)
    {
        TestExchange answer = await _server.FailAsync(501, "NotImplemented", "PUT", "/bucket", "", (name, value));
        Assert.Contains(name, answer.SentText, StringComparison.Ordinal);
        Assert.Equal(404, (await _server.SendAsync("HEAD", "/bucket")).Status);
    }

    [Fact]
    public async Task Location_Bucket_IsTheRegion()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        Assert.EndsWith(
            "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"></LocationConstraint>",
            (await _server.SucceedAsync("GET", "/bucket?location")).SentText,
            StringComparison.Ordinal);
        await _server.FailAsync(404, "NoSuchBucket", "GET", "/nowhere?location");
    }

    [Fact]
    public async Task ListBuckets_Pages_GiveAllInOrder()
    {
        foreach (string name in (string[])["bb2", "aa1", "bb1", "bb3"])
        {
            await _server.SucceedAsync("PUT", "/" + name);
        }

        TestExchange all = await _server.SucceedAsync("GET", "/");
        Assert.Equal(["aa1", "bb1", "bb2", "bb3"], TestServer.Elements(all.SentText, "Name"));
        Assert.Matches("^[0-9a-f]{64}$", TestServer.Element(all.SentText, "ID"));
        Assert.Null(TestServer.Element(all.SentText, "ContinuationToken"));
        Assert.StartsWith(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListAllMyBucketsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Owner><ID>",
            all.SentText,
            StringComparison.Ordinal);
        Assert.Contains(
            "<Bucket><Name>aa1</Name><CreationDate>2013-05-24T00:00:00.000Z</CreationDate><BucketRegion>us-east-1</BucketRegion></Bucket>",
            all.SentText,
            StringComparison.Ordinal);

        TestExchange first = await _server.SucceedAsync("GET", "/?prefix=bb&max-buckets=2");
        Assert.Equal(["bb1", "bb2"], TestServer.Elements(first.SentText, "Name"));
        string token = TestServer.Element(first.SentText, "ContinuationToken")!;
        TestExchange second = await _server.SucceedAsync("GET", $"/?continuation-token={token}&max-buckets=2&prefix=bb");
        Assert.Equal(["bb3"], TestServer.Elements(second.SentText, "Name"));
        Assert.Null(TestServer.Element(second.SentText, "ContinuationToken"));
        Assert.Empty(TestServer.Elements((await _server.SucceedAsync("GET", "/?bucket-region=mars-1")).SentText, "Name"));
    }

    [Theory]
    [InlineData("max-buckets=0")]
    [InlineData("max-buckets=-1")]
    [InlineData("max-buckets=x")]
    [InlineData("max-buckets=10001")]
    [InlineData("continuation-token=x")]
    public async Task ListBuckets_Nonsense_IsInvalidArgument(string query) => await _server.FailAsync(400, "InvalidArgument", "GET", "/?" + query);

    [Fact]
    public async Task Versioning_Set_IsGiven()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        Assert.Null(TestServer.Element((await _server.SucceedAsync("GET", "/bucket?versioning")).SentText, "Status"));
        await _server.SucceedAsync("PUT", "/bucket?versioning", "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
        Assert.Equal("Enabled", TestServer.Element((await _server.SucceedAsync("GET", "/bucket?versioning")).SentText, "Status"));
        await _server.FailAsync(
            501,
            "NotImplemented",
            "PUT",
            "/bucket?versioning",
            "<VersioningConfiguration><Status>Enabled</Status><MfaDelete>Enabled</MfaDelete></VersioningConfiguration>");
        await _server.FailAsync(400, "MaxMessageLengthExceeded", "PUT", "/bucket?versioning", new string(' ', 65537));
    }

    [Theory]
    [InlineData("GET", "policy", "GetBucketPolicy")]
    [InlineData("PUT", "lifecycle", "PutBucketLifecycleConfiguration")]
    [InlineData("DELETE", "cors", "DeleteBucketCors")]
    [InlineData("GET", "object-lock", "GetObjectLockConfiguration")]
    [InlineData("POST", "", "PostObject")]
    public async Task Operation_NotImplemented_IsRefusedByName(string method, string query, string name)
    {
        TestExchange answer = await _server.FailAsync(501, "NotImplemented", method, "/bucket?" + query, "<Body/>");
        Assert.Contains(name, TestServer.Element(answer.SentText, "Message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/bucket")]
    [InlineData("OPTIONS", "/bucket/k")]
    [InlineData("GET", "/minio/v2/metrics/cluster")]
    public async Task Operation_NotImplementedAndSignedElsewhere_IsNotDeniedForItsSignature(string method, string target)
    {
        TestExchange exchange = new(method, target, [], 0);
        await _server.HandleAsync(exchange);
        Assert.Equal((501, "NotImplemented"), (exchange.Status, TestServer.Element(exchange.SentText, "Code")));
    }

    [Fact]
    public async Task Operation_OtherBucketOwnerExpected_IsDenied()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        string owner = TestServer.Element((await _server.SucceedAsync("GET", "/")).SentText, "ID")!;
        await _server.SucceedAsync("GET", "/bucket", "", ("x-amz-expected-bucket-owner", owner));
        await _server.FailAsync(403, "AccessDenied", "GET", "/bucket", "", ("x-amz-expected-bucket-owner", "111122223333"));
    }
}
