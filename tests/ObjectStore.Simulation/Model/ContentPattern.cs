namespace ObjectStore.Simulation.Model;

/// <summary>Content that follows from a number and its lengths: one for each part.</summary>
internal sealed record ContentPattern(ulong Seed, IReadOnlyList<int> Lengths)
{
    public int Length { get; } = Lengths.Sum();

    public static ContentPattern Of(ulong seed, int length) => new(seed, [length]);

    /// <summary>One content after the other.</summary>
    public static byte[] Join(IEnumerable<ContentPattern> parts) => [.. parts.SelectMany(static part => part.ToArray())];

    public byte[] ToArray()
    {
        byte[] bytes = new byte[Length];
        ulong x = (Seed * 0x9E3779B97F4A7C15) | 1;
        for (int i = 0; i < bytes.Length; i += sizeof(ulong))
        {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            for (int j = i; j < Math.Min(bytes.Length, i + sizeof(ulong)); j++)
            {
                bytes[j] = (byte)(x >> (8 * (j - i)));
            }
        }

        return bytes;
    }
}
