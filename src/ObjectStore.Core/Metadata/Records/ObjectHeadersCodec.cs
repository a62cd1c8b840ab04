using System.Collections.Frozen;

namespace ObjectStore.Metadata.Records;

/// <summary>Headers and user metadata inside a record.</summary>
internal static class ObjectHeadersCodec
{
    /// <summary>The headers' bytes if none is set.</summary>
    private static ReadOnlySpan<byte> NoHeaders => new byte[7];

    public static void WriteHeaders(ref RecordWriter writer, ObjectHeaders headers)
    {
        writer.WriteText(headers.ContentType);
        writer.WriteText(headers.ContentEncoding);
        writer.WriteText(headers.ContentDisposition);
        writer.WriteText(headers.ContentLanguage);
        writer.WriteText(headers.CacheControl);
        writer.WriteText(headers.Expires);
        writer.WriteText(headers.WebsiteRedirectLocation);
    }

    public static ObjectHeaders ReadHeaders(ref RecordReader reader)
    {
        // Many objects have none: a text that is not set is a single zero byte.
        return reader.TrySkip(NoHeaders)
            ? ObjectHeaders.None
            : new ObjectHeaders
            {
                ContentType = reader.ReadText(),
                ContentEncoding = reader.ReadText(),
                ContentDisposition = reader.ReadText(),
                ContentLanguage = reader.ReadText(),
                CacheControl = reader.ReadText(),
                Expires = reader.ReadText(),
                WebsiteRedirectLocation = reader.ReadText(),
            };
    }

    /// <summary>Writes name and value pairs in the ordinal order of the names, so that equal metadata has equal bytes.</summary>
    public static void WriteUserMetadata(ref RecordWriter writer, IReadOnlyDictionary<string, string> metadata)
    {
        writer.WriteVarint((ulong)metadata.Count);
        if (metadata.Count == 0)
        {
            return;
        }

        foreach ((string name, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.WriteText(name);
            writer.WriteText(value);
        }
    }

    public static IReadOnlyDictionary<string, string> ReadUserMetadata(ref RecordReader reader)
    {
        ulong count = reader.ReadVarint();
        if (count == 0)
        {
            return FrozenDictionary<string, string>.Empty;
        }

        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (ulong i = 0; i < count; i++)
        {
            metadata[reader.ReadText() ?? string.Empty] = reader.ReadText() ?? string.Empty;
        }

        return metadata;
    }
}
