namespace ObjectStore.Metadata.Records;

/// <summary>Which properties a version has and which fields follow in its record.</summary>
[Flags]
internal enum ObjectRecordFlags : byte
{
    None = 0,

    /// <summary>A delete marker: no content.</summary>
    DeleteMarker = 1,

    /// <summary>The null version: written while the bucket was not versioned, or suspended.</summary>
    NullVersion = 2,

    /// <summary>The version's stamp follows; without it, the version was written by the transaction that put the record.</summary>
    Stamp = 4,

    /// <summary>The stamp of the key's noncurrent null version follows.</summary>
    NullStamp = 8,

    /// <summary>A blob follows.</summary>
    Blob = 16,

    /// <summary>An upload id follows, and then the parts, unless <see cref="PartList"/> is set.</summary>
    Multipart = 32,

    /// <summary>The parts stand in the <see cref="PartListRecord"/> of the upload id.</summary>
    PartList = 64,
}
