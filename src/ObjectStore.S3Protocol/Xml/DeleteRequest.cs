namespace ObjectStore.S3Protocol.Xml;

/// <summary>What DeleteObjects asks for. Immutable.</summary>
/// <param name="Entries">What to delete, 1 to 1,000 entries.</param>
/// <param name="IsQuiet">Whether only errors are reported.</param>
internal sealed record DeleteRequest(IReadOnlyList<DeleteObjectEntry> Entries, bool IsQuiet);
