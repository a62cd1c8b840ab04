namespace ObjectStore.Memory;

/// <summary>A piece of a rented buffer, with the duty to dispose the buffer.</summary>
internal readonly record struct PooledSlice(PooledBuffer Buffer, int Offset, int Length)
{
    public ReadOnlyMemory<byte> Memory => Buffer.Memory.Slice(Offset, Length);
}
