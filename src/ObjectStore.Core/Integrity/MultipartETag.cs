using System.Globalization;

namespace ObjectStore.Integrity;

/// <summary>The ETag of a multipart object.</summary>
internal static class MultipartETag
{
    /// <summary>The MD5 of the parts' MD5s in lower-case hex, a dash, and the number of parts; without quotes.</summary>
    /// <param name="parts">The MD5s of the parts in order, 16 bytes each.</param>
    /// <exception cref="ArgumentException">An MD5 of another length.</exception>
    public static string Compute(IEnumerable<ReadOnlyMemory<byte>> parts)
    {
        using var md5 = new Md5();
        int count = 0;
        foreach (ReadOnlyMemory<byte> part in parts)
        {
            if (part.Length != Md5.Size)
            {
                throw new ArgumentException($"An MD5 has {Md5.Size} bytes, not {part.Length}.", nameof(parts));
            }

            md5.Append(part.Span);
            count++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(md5.Finish())}-{count}");
    }
}
