using System.Buffers.Binary;

namespace ObjectStore.Server.Tests.Crashes;

/// <summary>Content that follows from its generation number, so that it need not be kept: the number, then pseudo-random bytes, of a length around every boundary.</summary>
internal static class GeneratedContent
{
    private static readonly int[] Lengths =
    [
        4, 5, 100, 4096, 65_535, 65_536, 65_537, 131_072, 262_143, 262_144, 262_145, 400_000, 1 << 20, (1 << 20) + 1, 3_000_000,
    ];

    public static byte[] Create(int generation)
    {
        // Small ones more often: they share log segments and fsyncs, where ordering matters most.
        int length = generation % 3 == 0 ? Lengths[generation / 3 % Lengths.Length] : 4 + (generation % 8000);
        byte[] content = new byte[length];
        new Random(generation).NextBytes(content);
        BinaryPrimitives.WriteInt32LittleEndian(content, generation);
        return content;
    }

    /// <summary>Gives the generation whose content this is, whole; null if it is none's.</summary>
    public static int? Recognise(ReadOnlySpan<byte> content)
    {
        if (content.Length < 4)
        {
            return null;
        }

        int generation = BinaryPrimitives.ReadInt32LittleEndian(content);
        return generation > 0 && content.SequenceEqual(Create(generation)) ? generation : null;
    }
}
