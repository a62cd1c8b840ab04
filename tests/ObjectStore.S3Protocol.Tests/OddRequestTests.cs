using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using ObjectStore.S3Protocol.Routing;
using ObjectStore.S3Protocol.Tests.Server;
using Xunit;

namespace ObjectStore.S3Protocol.Tests;

/// <summary>Whatever is asked in whatever odd way: the answer is never a server error, and says what is wrong.</summary>
public class OddRequestTests
{
    private static readonly string[] Methods = ["GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PATCH"];
    private static readonly string[] Paths = ["/", "/bucket", "/bucket/k", "/bucket/", "/nowhere", "/nowhere/k", "/x", "//", "/bucket//", "/bucket/%01", "/UPPER/k"];

    private static readonly string[] QueryNames =
    [
        "prefix", "delimiter", "marker", "max-keys", "list-type", "continuation-token", "start-after", "encoding-type", "fetch-owner", "key-marker",
        "version-id-marker", "upload-id-marker", "max-uploads", "max-parts", "part-number-marker", "partNumber", "uploadId", "versionId", "id", "x-id",
        "response-content-type", "max-buckets", "select-type", "unknown",
    ];

    private static readonly string[] Values =
    [
        "", "0", "1", "2", "-1", "+1", "1e3", "99999999999999999999", "url", "null", "a", "%2F", "%00", "%C3%A4", "%0D%0A", "true", "AWE", "*", "\"x\"",
    ];

    private static readonly string[] HeaderNames =
    [
        "range", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range", "content-md5", "content-type", "content-encoding",
        "x-amz-copy-source", "x-amz-copy-source-range", "x-amz-copy-source-if-match", "x-amz-metadata-directive", "x-amz-storage-class", "x-amz-acl",
        "x-amz-tagging", "x-amz-meta-a", "x-amz-checksum-crc32", "x-amz-checksum-algorithm", "x-amz-checksum-type", "x-amz-checksum-mode",
        "x-amz-mp-object-size", "x-amz-if-match-size", "x-amz-if-match-last-modified-time", "x-amz-expected-bucket-owner", "x-amz-trailer", "x-amz-sdk-checksum-algorithm",
    ];

    private static readonly string[] HeaderValues =
    [
        "", "0", "-1", "x", "*", "\"x\"", "bytes=0-", "bytes=-1", "bytes=9-1", "bytes=0-0,2-2", "bucket/k", "/bucket/k?versionId=null", "nowhere/k", "%zz",
        "REPLACE", "COPY", "STANDARD", "CRC32", "SHA1", "COMPOSITE", "FULL_OBJECT", "ENABLED", "AAAAAA==", "Fri, 24 May 2013 00:00:00 GMT", "\u00e4\u00ff", ",,,",
        "x-amz-checksum-crc32",
    ];

    private static readonly string[] Bodies =
    [
        "", "x", "<Delete><Object><Key>k</Key></Object></Delete>", "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>x</ETag></Part></CompleteMultipartUpload>",
        "<CreateBucketConfiguration/>", "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>", "<a", "<!DOCTYPE a><a/>",
    ];

    [Property(MaxTest = 1500)]
    public Property Handle_OddRequest_IsAnsweredWithoutServerError()
    {
        TestServer server = new();
        server.SucceedAsync("PUT", "/bucket").GetAwaiter().GetResult();
        Gen<Odd> requests =
            from method in Gen.Elements(Methods)
            from path in Gen.Elements(Paths)
            from query in Pairs(Gen.Elements([.. QueryNames, .. SubresourceTable.Bucket.Keys, .. SubresourceTable.Object.Keys]), Gen.Elements(Values))
            from headers in Pairs(Gen.Elements(HeaderNames), Gen.Elements(HeaderValues))
            from body in Gen.Elements(Bodies)
            select new Odd(method, path, query, headers, body);
        return Prop.ForAll(requests.ToArbitrary(), async request =>
        {
            TestExchange exchange = server.Request(request.Method, request.Target, Encoding.UTF8.GetBytes(request.Body), request.Headers);
            await server.HandleAsync(exchange);
            Assert.False(exchange.IsAborted);
            Assert.True(exchange.Status is < 500 or 501, $"{request}: {exchange.Status} {exchange.SentText}");
            Assert.NotEqual("SignatureDoesNotMatch", TestServer.Element(exchange.SentText, "Code"));
        });
    }

    [Property(MaxTest = 500)]
    public Property Handle_AnyUnsignedTarget_IsRefused()
    {
        TestServer server = new();
        return Prop.ForAll<NonNull<string>>(ArbMap.Default.ArbFor<NonNull<string>>(), async text =>
        {
            TestExchange exchange = new("GET", "/" + text.Get, [], 0);
            await server.HandleAsync(exchange);
            Assert.InRange(exchange.Status, 400, 499);
        });
    }

    private static Gen<(string Name, string Value)[]> Pairs(Gen<string> names, Gen<string> values)
        => from count in Gen.Choose(0, 3)
           from pairs in Gen.ArrayOf(from name in names from value in values select (name, value), count)
           select pairs.DistinctBy(pair => pair.name).ToArray();

    private sealed record Odd(string Method, string Path, (string Name, string Value)[] Query, (string Name, string Value)[] Headers, string Body)
    {
        public string Target => $"{Path}?{string.Join('&', Query.Select(pair => $"{pair.Name}={pair.Value.Replace("\"", "%22", StringComparison.Ordinal)}"))}";

        public override string ToString() => $"{Method} {Target} [{string.Join("; ", Headers.Select(pair => $"{pair.Name}: {pair.Value}"))}] {Body}";
    }
}
