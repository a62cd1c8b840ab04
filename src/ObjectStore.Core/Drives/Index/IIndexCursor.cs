namespace ObjectStore.Drives.Index;

/// <summary>Walks over a range of an index. For one caller at a time.</summary>
internal interface IIndexCursor : IDisposable
{
    /// <summary>Goes to the next key; false at the end.</summary>
    bool MoveNext();

    /// <summary>Goes to the first key at or after (reverse: the last at or before) a key within the range; false if there is none.</summary>
    bool Seek(ReadOnlySpan<byte> key);

    /// <summary>The key, valid until the cursor moves.</summary>
    ReadOnlySpan<byte> Key { get; }

    /// <summary>The value, valid until the cursor moves.</summary>
    ReadOnlySpan<byte> Value { get; }
}
