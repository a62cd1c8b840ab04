namespace ObjectStore.Drives.Index;

/// <summary>Changes that an index applies together, in order. For one caller at a time.</summary>
internal interface IIndexBatch : IDisposable
{
    /// <summary>Sets a value.</summary>
    void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    /// <summary>Sets a value that is the concatenation of two pieces.</summary>
    void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value1, ReadOnlySpan<byte> value2);

    /// <summary>Sets a value under a key that is the concatenation of two pieces, the value of two as well.</summary>
    void Put(ReadOnlySpan<byte> key1, ReadOnlySpan<byte> key2, ReadOnlySpan<byte> value1, ReadOnlySpan<byte> value2);

    /// <summary>Removes a value, if there is one.</summary>
    void Delete(ReadOnlySpan<byte> key);

    /// <summary>Removes all values of the keys in [from, to).</summary>
    void DeleteRange(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to);

    /// <summary>Forgets all changes.</summary>
    void Clear();
}
