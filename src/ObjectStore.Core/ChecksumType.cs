namespace ObjectStore;

/// <summary>What a checksum of a multipart object covers.</summary>
public enum ChecksumType
{
    /// <summary>The whole content, as if it had been uploaded at once.</summary>
    FullObject = 0,

    /// <summary>The checksums of the parts, one after the other; shown with the suffix <c>-N</c>.</summary>
    Composite = 1,
}
