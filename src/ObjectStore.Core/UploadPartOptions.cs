namespace ObjectStore;

/// <summary>What is verified of a part before it is kept. Immutable.</summary>
public sealed record UploadPartOptions : WriteContentOptions;
