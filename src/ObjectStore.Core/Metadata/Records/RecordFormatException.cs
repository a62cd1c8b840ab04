namespace ObjectStore.Metadata.Records;

/// <summary>A stored record is damaged or of a newer format.</summary>
internal sealed class RecordFormatException(string message) : Exception(message);
