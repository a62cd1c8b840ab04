using System.Text;
using System.Text.Unicode;
using ObjectStore.S3Protocol.Errors;

namespace ObjectStore.S3Protocol.Operations.Parameters;

/// <summary>
/// Reads <c>x-amz-copy-source</c>: <c>bucket/key</c> with or without a leading slash, percent-encoded, then <c>?versionId=</c> perhaps.
/// A client that does not encode is understood too as far as its key has no <c>%</c>; a plus is a plus.
/// </summary>
internal static class CopySource
{
    private const string Name = "x-amz-copy-source";
    private const string VersionMark = "?versionId=";

    /// <summary>Reads the field.</summary>
    /// <exception cref="S3Exception">InvalidArgument.</exception>
    public static ObjectReference Read(RequestFields fields) => Parse(fields.Find(Name) ?? "");

    /// <summary>Parses a value.</summary>
    /// <exception cref="S3Exception">InvalidArgument.</exception>
    public static ObjectReference Parse(string value)
    {
        if (value.Contains(":s3:", StringComparison.Ordinal) && value.StartsWith("arn:", StringComparison.Ordinal))
        {
            throw UnsupportedFields.NotImplemented(Name);
        }

        string? versionId = null;
        string path = value;
        int mark = value.LastIndexOf(VersionMark, StringComparison.Ordinal);
        if (mark >= 0)
        {
            versionId = Encoding.UTF8.GetString(Decode(value, value[(mark + VersionMark.Length)..]));
            path = value[..mark];
        }

        byte[] decoded = Decode(value, path);
        ReadOnlyMemory<byte> source = decoded.AsMemory(decoded is [(byte)'/', ..] ? 1 : 0);
        int slash = source.Span.IndexOf((byte)'/');
        if (slash <= 0 || slash == source.Length - 1 || versionId is "")
        {
            throw Invalid(value);
        }

        return new ObjectReference(Encoding.UTF8.GetString(source.Span[..slash]), ObjectKey.FromUtf8(source[(slash + 1)..]), versionId);
    }

    private static byte[] Decode(string value, string encoded)
    {
        using var decoded = new MemoryStream(encoded.Length);
        for (int i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] != '%')
            {
                // Header values are bytes shown as Latin-1.
                decoded.WriteByte(encoded[i] <= 0xFF ? (byte)encoded[i] : throw Invalid(value));
                continue;
            }

            if (i + 2 >= encoded.Length || !char.IsAsciiHexDigit(encoded[i + 1]) || !char.IsAsciiHexDigit(encoded[i + 2]))
            {
                throw Invalid(value);
            }

            decoded.WriteByte(Convert.FromHexString(encoded.AsSpan(i + 1, 2))[0]);
            i += 2;
        }

        byte[] bytes = decoded.ToArray();
        return Utf8.IsValid(bytes) && !bytes.AsSpan().Contains((byte)0) ? bytes : throw Invalid(value);
    }

    private static S3Exception Invalid(string value)
        => S3Exception.InvalidArgument(Name, value, "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
}
