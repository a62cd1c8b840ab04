using System.Buffers.Binary;
using ObjectStore.Scheduling;

namespace ObjectStore.Engine.Multipart;

/// <summary>
/// Upload ids: the time the upload began in milliseconds (6 bytes, big-endian), so that uploads of a key are listed in that order, and 10
/// random bytes; as text 22 characters of base64url. An id is good only with the bucket and key of its upload.
/// </summary>
internal static class UploadId
{
    /// <summary>Its length in bytes.</summary>
    public const int Size = 16;

    private const int TimeSize = 6;

    public static byte[] Create(long nowMs, IRandomSource random)
    {
        byte[] id = new byte[Size];
        BinaryPrimitives.WriteInt64BigEndian(id, nowMs << 16);
        random.Fill(id.AsSpan(TimeSize));
        return id;
    }

    public static string Format(ReadOnlySpan<byte> id) => UrlSafeText.Encode(id);

    /// <summary>Parses what <see cref="Format"/> gave, and nothing else.</summary>
    public static bool TryParse(string text, out byte[] id)
    {
        ArgumentNullException.ThrowIfNull(text);
        id = new byte[Size];
        return UrlSafeText.TryDecode(text, id);
    }
}
