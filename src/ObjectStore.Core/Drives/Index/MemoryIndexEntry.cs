namespace ObjectStore.Drives.Index;

/// <summary>A key with its value, ordered by the key's unsigned bytes. The arrays are never changed.</summary>
internal readonly record struct MemoryIndexEntry(byte[] Key, byte[] Value)
{
    public static IComparer<MemoryIndexEntry> ByKey { get; } = Comparer<MemoryIndexEntry>.Create((x, y) => x.Key.AsSpan().SequenceCompareTo(y.Key));
}
