using System.Buffers.Binary;

namespace ObjectStore.Metadata;

/// <summary>The value of a counter: 8 bytes, little-endian; an absent one is 0.</summary>
internal static class MetadataCounter
{
    /// <summary>The value's length in bytes.</summary>
    public const int Size = sizeof(long);

    /// <summary>Reads a counter.</summary>
    /// <exception cref="InvalidOperationException">The value is no counter.</exception>
    public static long Read(MetadataValue? value)
        => value is null ? 0
            : value.Value.Value.Length == Size ? BinaryPrimitives.ReadInt64LittleEndian(value.Value.Value.Span)
            : throw new InvalidOperationException($"A value of {value.Value.Value.Length} bytes is no counter.");
}
