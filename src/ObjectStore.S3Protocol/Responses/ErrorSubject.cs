namespace ObjectStore.S3Protocol.Responses;

/// <summary>What an error document says the error is about. Immutable.</summary>
/// <param name="RequestId">The request's id.</param>
/// <param name="HostId">The server's id.</param>
/// <param name="Resource">The path as on the wire.</param>
/// <param name="Bucket">The bucket. Default: empty, none.</param>
/// <param name="Key">The key. Default: none.</param>
internal sealed record ErrorSubject(string RequestId, string HostId, string Resource, string Bucket = "", ObjectKey Key = default);
