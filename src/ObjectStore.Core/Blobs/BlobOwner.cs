namespace ObjectStore.Blobs;

/// <summary>
/// Whom a blob was written for. Every shard carries it, so that orphans can be told and an index rebuilt: a blob of an earlier epoch that the metadata of
/// its owner does not name is an orphan.
/// </summary>
/// <param name="BucketId">The bucket's id.</param>
/// <param name="Key">The object's key, UTF-8.</param>
/// <param name="UploadId">The multipart upload (16 bytes), or empty for an object put at once.</param>
/// <param name="PartNumber">The part's number, or 0.</param>
internal sealed record BlobOwner(ulong BucketId, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> UploadId = default, int PartNumber = 0);
