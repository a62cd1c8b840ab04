using System.Buffers;
using System.Text;

namespace ObjectStore;

/// <summary>
/// The key of an object: any UTF-8 text of 1 to 1,024 bytes without NUL, kept as its bytes. No form of it is normalised:
/// <c>a</c>, <c>a/</c>, <c>/a</c>, <c>./a</c> and differently composed accents are keys of their own.
/// </summary>
/// <remarks>
/// Immutable and safe to share between threads. Converting a string with unpaired surrogates gives a key that every operation refuses
/// with <see cref="StorageErrorCode.InvalidKey"/>; so does <c>default</c>. Order is that of the unsigned bytes, the order of listings.
/// Source: AWS, "Naming Amazon S3 objects".
/// </remarks>
public readonly struct ObjectKey : IEquatable<ObjectKey>, IComparable<ObjectKey>
{
    /// <summary>The longest key, in UTF-8 bytes.</summary>
    public const int MaxLength = 1024;

    // What text with an unpaired surrogate becomes: no key, for no key holds a NUL.
    private static readonly byte[] NoKey = [0];

    private readonly ReadOnlyMemory<byte> _utf8;

    private ObjectKey(ReadOnlyMemory<byte> utf8) => _utf8 = utf8;

    /// <summary>The key's UTF-8 bytes.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8;

    /// <summary>The key's length in bytes.</summary>
    public int Length => _utf8.Length;

    /// <summary>Whether there is no key at all.</summary>
    public bool IsEmpty => _utf8.IsEmpty;

    /// <summary>Takes a key from its UTF-8 bytes, without copying: the caller must not change them afterwards.</summary>
    public static ObjectKey FromUtf8(ReadOnlyMemory<byte> utf8) => new(utf8);

    /// <summary>Takes a key from text.</summary>
    public static ObjectKey FromString(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        byte[] utf8 = new byte[Encoding.UTF8.GetByteCount(key)];
        bool isText = System.Text.Unicode.Utf8.FromUtf16(key, utf8, out _, out _, replaceInvalidSequences: false) == OperationStatus.Done;
        return new ObjectKey(isText ? utf8 : NoKey);
    }

    /// <summary>Takes a key from text.</summary>
    public static implicit operator ObjectKey(string key) => FromString(key);

    /// <inheritdoc/>
    public int CompareTo(ObjectKey other) => _utf8.Span.SequenceCompareTo(other._utf8.Span);

    /// <inheritdoc/>
    public bool Equals(ObjectKey other) => _utf8.Span.SequenceEqual(other._utf8.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ObjectKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(_utf8.Span);
        return hash.ToHashCode();
    }

    /// <summary>The key as text. Bytes that are not UTF-8 show as U+FFFD; no such key is ever stored.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_utf8.Span);

    /// <summary>Whether two keys have the same bytes.</summary>
    public static bool operator ==(ObjectKey left, ObjectKey right) => left.Equals(right);

    /// <summary>Whether two keys differ.</summary>
    public static bool operator !=(ObjectKey left, ObjectKey right) => !left.Equals(right);

    /// <summary>Whether <paramref name="left"/> is listed before <paramref name="right"/>.</summary>
    public static bool operator <(ObjectKey left, ObjectKey right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> is listed before <paramref name="right"/> or is the same.</summary>
    public static bool operator <=(ObjectKey left, ObjectKey right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> is listed after <paramref name="right"/>.</summary>
    public static bool operator >(ObjectKey left, ObjectKey right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> is listed after <paramref name="right"/> or is the same.</summary>
    public static bool operator >=(ObjectKey left, ObjectKey right) => left.CompareTo(right) >= 0;
}
