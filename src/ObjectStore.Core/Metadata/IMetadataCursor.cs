namespace ObjectStore.Metadata;

/// <summary>Walks over a range of keys, of one moment's state. For one caller at a time.</summary>
internal interface IMetadataCursor : IDisposable
{
    /// <summary>Goes to the next key; false at the end of the range.</summary>
    ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken = default);

    /// <summary>Goes to the first key at or after (reverse: at or before) <paramref name="key"/> within the range, in one step; false if there is none.</summary>
    ValueTask<bool> SeekAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default);

    /// <summary>The key, valid until the cursor moves.</summary>
    ReadOnlySpan<byte> Key { get; }

    /// <summary>The value, valid until the cursor moves.</summary>
    ReadOnlySpan<byte> Value { get; }

    /// <summary>The value's stamp.</summary>
    CommitStamp Stamp { get; }
}
