namespace ObjectStore;

/// <summary>One entry of a delete of many. Immutable.</summary>
/// <param name="Key">The key.</param>
/// <param name="Options">The version and conditions. Default: none.</param>
public sealed record DeleteObjectEntry(ObjectKey Key, DeleteObjectOptions? Options = null);
