namespace ObjectStore.S3Protocol.Routing;

/// <summary>What a request asks for. Immutable.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Bucket">The bucket; empty for operations on the service.</param>
/// <param name="Key">The key; empty for operations on the service or a bucket.</param>
internal readonly record struct S3Route(S3Operation Operation, string Bucket, ObjectKey Key);
