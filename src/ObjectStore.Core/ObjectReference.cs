namespace ObjectStore;

/// <summary>Names a version of an object: the source of a copy. Immutable.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The key.</param>
/// <param name="VersionId">The version. Default: null, the current one.</param>
public sealed record ObjectReference(string Bucket, ObjectKey Key, string? VersionId = null);
