namespace ObjectStore;

/// <summary>A part as the caller of Complete names it. Immutable.</summary>
/// <param name="Number">The part number.</param>
/// <param name="ETag">The ETag that the upload of the part returned, without quotes.</param>
/// <param name="Checksum">Its checksum, which must be the stored one. Default: null, not compared; an upload with a composite checksum requires it.</param>
public sealed record CompletedPart(int Number, string ETag, ObjectChecksum? Checksum = null);
