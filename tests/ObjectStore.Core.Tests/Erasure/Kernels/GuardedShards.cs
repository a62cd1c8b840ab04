namespace ObjectStore.Core.Tests.Erasure.Kernels;

/// <summary>Shards of chosen length and misalignment, each between guard bytes that a correct kernel leaves as they are.</summary>
internal sealed class GuardedShards
{
    private const int GuardLength = 64;
    private const byte GuardByte = 0xA5;

    private readonly byte[][] _arrays;

    public GuardedShards(int count, int length, int seed)
    {
        var random = new Random(seed);
        _arrays = new byte[count][];
        Shards = new Memory<byte>[count];
        for (int i = 0; i < count; i++)
        {
            int start = GuardLength + random.Next(0, 64);
            _arrays[i] = new byte[start + length + GuardLength];
            _arrays[i].AsSpan().Fill(GuardByte);
            Shards[i] = _arrays[i].AsMemory(start, length);
            random.NextBytes(Shards[i].Span);
        }
    }

    public Memory<byte>[] Shards { get; }

    public ReadOnlyMemory<byte>[] Inputs(int count) => [.. Shards.Take(count).Select(shard => (ReadOnlyMemory<byte>)shard)];

    public bool GuardsAreWhole()
    {
        for (int i = 0; i < _arrays.Length; i++)
        {
            Span<byte> array = _arrays[i];
            array.Overlaps(Shards[i].Span, out int start);
            int end = array.Length - GuardLength;
            start = Shards[i].IsEmpty ? end : start;
            if (array[..start].ContainsAnyExcept(GuardByte) || array[end..].ContainsAnyExcept(GuardByte))
            {
                return false;
            }
        }

        return true;
    }
}
