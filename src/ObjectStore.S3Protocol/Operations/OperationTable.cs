using System.Collections.Frozen;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Operations.Buckets;
using ObjectStore.S3Protocol.Operations.Multipart;
using ObjectStore.S3Protocol.Operations.Objects;
using ObjectStore.S3Protocol.Operations.Service;
using ObjectStore.S3Protocol.Routing;

namespace ObjectStore.S3Protocol.Operations;

/// <summary>The operations that are implemented. Whatever else S3 has is refused by its name.</summary>
internal static class OperationTable
{
    private static readonly FrozenDictionary<S3Operation, IS3Operation> Operations = new Dictionary<S3Operation, IS3Operation>
    {
        [S3Operation.ListBuckets] = new ListBuckets(),
        [S3Operation.CreateBucket] = new CreateBucket(),
        [S3Operation.HeadBucket] = new HeadBucket(),
        [S3Operation.DeleteBucket] = new DeleteBucket(),
        [S3Operation.GetBucketLocation] = new GetBucketLocation(),
        [S3Operation.GetBucketVersioning] = new GetBucketVersioning(),
        [S3Operation.PutBucketVersioning] = new PutBucketVersioning(),
        [S3Operation.ListObjects] = new ListObjects(),
        [S3Operation.ListObjectsV2] = new ListObjectsV2(),
        [S3Operation.ListObjectVersions] = new ListObjectVersions(),
        [S3Operation.ListMultipartUploads] = new ListMultipartUploads(),
        [S3Operation.DeleteObjects] = new DeleteObjects(),
        [S3Operation.PutObject] = new PutObject(),
        [S3Operation.GetObject] = new GetObject(),
        [S3Operation.HeadObject] = new HeadObject(),
        [S3Operation.DeleteObject] = new DeleteObject(),
        [S3Operation.GetObjectTagging] = new GetObjectTagging(),
        [S3Operation.CopyObject] = new CopyObject(),
        [S3Operation.CreateMultipartUpload] = new CreateMultipartUpload(),
        [S3Operation.UploadPart] = new UploadPart(),
        [S3Operation.UploadPartCopy] = new UploadPartCopy(),
        [S3Operation.ListParts] = new ListParts(),
        [S3Operation.CompleteMultipartUpload] = new CompleteMultipartUpload(),
        [S3Operation.AbortMultipartUpload] = new AbortMultipartUpload(),
    }.ToFrozenDictionary();

    /// <summary>
    /// Whether no signature in the head or query is to be expected: forms carry theirs in the body, browsers sign no preflight, and what
    /// MinIO serves beside S3 has rules of its own.
    /// </summary>
    public static bool IsSignedElsewhere(S3Operation operation)
        => operation is S3Operation.PostObject or S3Operation.CorsPreflight or S3Operation.MinioApi;

    /// <summary>Gives an operation.</summary>
    /// <exception cref="S3Exception">NotImplemented.</exception>
    public static IS3Operation Get(S3Operation operation)
        => Operations.TryGetValue(operation, out IS3Operation? implementation)
            ? implementation
            : throw NotImplemented(operation);

    /// <summary>What refuses an operation by its name.</summary>
    public static S3Exception NotImplemented(S3Operation operation)
        => new S3Exception(S3Errors.NotImplemented, $"The operation {operation} is not implemented.").WithElement("Operation", operation.ToString());
}
