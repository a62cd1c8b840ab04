using System.Collections.Frozen;
using System.Text;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Signing;

namespace ObjectStore.S3Protocol.Routing;

/// <summary>
/// Decides from a request's head alone what it asks for. Knows every operation of S3, so that a request for one that is not implemented is
/// never taken for another. Pure; safe to share between threads.
/// </summary>
/// <param name="domains">The domains under which buckets are host names.</param>
internal sealed class S3Router(IEnumerable<string> domains)
{
    // No bucket has this name (BucketName): what lies below is MinIO's administration, metrics and key management.
    private const string MinioPages = "minio";

    private readonly BucketHost _bucketHost = new(domains);

    /// <summary>Routes a request. Query parameters that name no sub-resource do not matter here.</summary>
    /// <param name="method">The method, in upper case.</param>
    /// <param name="host">The Host header.</param>
    /// <param name="target">The request target.</param>
    /// <param name="hasCopySource">Whether the request has an x-amz-copy-source.</param>
    /// <exception cref="S3Exception">MethodNotAllowed, or InvalidArgument or InvalidRequest for sub-resources that do not go together or not with the path.</exception>
    public S3Route Route(string method, string host, RequestTarget target, bool hasCopySource)
    {
        (string bucket, ObjectKey key) = Locate(host, target.Path[1..]);
        Resource resource = ResourceOf(bucket, key);
        S3Operation operation = method == "OPTIONS" ? S3Operation.CorsPreflight
            : resource == Resource.Object && bucket == MinioPages ? S3Operation.MinioApi
            : FindSubresource(resource, method, target) is Subresource subresource
                ? OperationOf(subresource, method, target, hasCopySource)
                : OperationOf(resource, method, target, hasCopySource);
        return new S3Route(operation != S3Operation.None ? operation : throw new S3Exception(S3Errors.MethodNotAllowed), bucket, key);
    }

    private (string Bucket, ObjectKey Key) Locate(string host, ReadOnlyMemory<byte> path)
    {
        string bucketOfHost = _bucketHost.FindBucket(host);
        if (bucketOfHost.Length > 0)
        {
            return (bucketOfHost, ObjectKey.FromUtf8(path));
        }

        int slash = path.Span.IndexOf((byte)'/');
        if (slash == 0)
        {
            throw new S3Exception(S3Errors.InvalidBucketName).WithElement("BucketName", "");
        }

        return slash < 0
            ? (Encoding.UTF8.GetString(path.Span), default)
            : (Encoding.UTF8.GetString(path.Span[..slash]), ObjectKey.FromUtf8(path[(slash + 1)..]));
    }

    private static Resource ResourceOf(string bucket, ObjectKey key)
        => bucket.Length == 0 ? Resource.Service : key.IsEmpty ? Resource.Bucket : Resource.Object;

    /// <summary>Gives the one sub-resource that the query names, or null.</summary>
    private static Subresource? FindSubresource(Resource resource, string method, RequestTarget target)
    {
        Subresource? found = null;
        foreach (QueryParameter parameter in target.Query)
        {
            Subresource? next = FindSubresource(resource, method, parameter.Name);
            if (found is not null && next is not null && found != next)
            {
                throw S3Exception.InvalidArgument(
                    "ResourceType", next.Name, $"Conflicting query string parameters: {found.Name}, {next.Name}");
            }

            found ??= next;
        }

        return found;
    }

    private static Subresource? FindSubresource(Resource resource, string method, string name)
    {
        if (resource == Resource.Service)
        {
            return FindServiceSubresource(name);
        }

        FrozenDictionary<string, Subresource> own = resource == Resource.Object ? SubresourceTable.Object : SubresourceTable.Bucket;
        FrozenDictionary<string, Subresource> other = resource == Resource.Object ? SubresourceTable.Bucket : SubresourceTable.Object;
        if (own.TryGetValue(name, out Subresource? subresource) || !other.ContainsKey(name))
        {
            return subresource;
        }

        throw new S3Exception(
            S3Errors.InvalidRequest,
            resource == Resource.Object ? $"Key is not expected for the {method} method ?{name} subresource" : "A key must be specified");
    }

    /// <summary>Every sub-resource belongs to a bucket, but for the events of all buckets.</summary>
    private static Subresource? FindServiceSubresource(string name)
        => !SubresourceTable.Bucket.TryGetValue(name, out Subresource? subresource) || subresource.Get == S3Operation.ListenNotification
            ? subresource
            : throw new S3Exception(S3Errors.MethodNotAllowed);

    private static S3Operation OperationOf(Subresource subresource, string method, RequestTarget target, bool hasCopySource)
    {
        S3Operation operation = subresource.OperationOf(method, hasId: target.HasQuery("id"));
        if (operation != S3Operation.UploadPart)
        {
            return operation;
        }

        if (!target.HasQuery("partNumber"))
        {
            throw S3Exception.InvalidArgument("partNumber", null, "This operation does not accept an uploadId without a partNumber");
        }

        return hasCopySource ? S3Operation.UploadPartCopy : S3Operation.UploadPart;
    }

    private static S3Operation OperationOf(Resource resource, string method, RequestTarget target, bool hasCopySource) => resource switch
    {
        Resource.Service => method == "GET" ? S3Operation.ListBuckets : S3Operation.None,
        Resource.Bucket => BucketOperationOf(method, target),
        _ => ObjectOperationOf(method, target, hasCopySource),
    };

    private static S3Operation BucketOperationOf(string method, RequestTarget target) => method switch
    {
        "GET" => target.GetQuery("list-type") switch
        {
            null => S3Operation.ListObjects,
            "2" => S3Operation.ListObjectsV2,
            string other => throw S3Exception.InvalidArgument("list-type", other, "Invalid List Type selected"),
        },
        "PUT" => S3Operation.CreateBucket,
        "HEAD" => S3Operation.HeadBucket,
        "DELETE" => S3Operation.DeleteBucket,
        "POST" => S3Operation.PostObject,
        _ => S3Operation.None,
    };

    private static S3Operation ObjectOperationOf(string method, RequestTarget target, bool hasCopySource)
    {
        switch (method)
        {
            case "GET":
                return S3Operation.GetObject;
            case "HEAD":
                return S3Operation.HeadObject;
            case "DELETE":
                return S3Operation.DeleteObject;
            case "PUT":
                RefuseQuery(target, "partNumber", "This operation does not accept a partNumber without an uploadId");
                RefuseQuery(target, "versionId", "This operation does not accept a version-id.");
                return hasCopySource ? S3Operation.CopyObject : S3Operation.PutObject;
            default:
                return S3Operation.None;
        }
    }

    private static void RefuseQuery(RequestTarget target, string name, string message)
    {
        if (target.GetQuery(name) is string value)
        {
            throw S3Exception.InvalidArgument(name, value, message);
        }
    }
}
