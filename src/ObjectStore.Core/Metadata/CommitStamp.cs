namespace ObjectStore.Metadata;

/// <summary>The place of a transaction in the one order of all. Later transactions have larger stamps; a clock plays no part.</summary>
/// <param name="Epoch">The opening of the store.</param>
/// <param name="Sequence">Counts on over epochs.</param>
internal readonly record struct CommitStamp(uint Epoch, ulong Sequence) : IComparable<CommitStamp>
{
    /// <summary>The stamp's length in bytes: epoch and sequence, big-endian.</summary>
    public const int Size = 12;

    public int CompareTo(CommitStamp other) => Epoch != other.Epoch ? Epoch.CompareTo(other.Epoch) : Sequence.CompareTo(other.Sequence);

    public static CommitStamp Read(ReadOnlySpan<byte> source)
        => new(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(source), System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(source[4..]));

    public void Write(Span<byte> destination)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(destination, Epoch);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(destination[4..], Sequence);
    }

    public static bool operator <(CommitStamp left, CommitStamp right) => left.CompareTo(right) < 0;

    public static bool operator <=(CommitStamp left, CommitStamp right) => left.CompareTo(right) <= 0;

    public static bool operator >(CommitStamp left, CommitStamp right) => left.CompareTo(right) > 0;

    public static bool operator >=(CommitStamp left, CommitStamp right) => left.CompareTo(right) >= 0;
}
