namespace ObjectStore.S3Protocol.Streaming;

/// <summary>The Content-Encoding header, which also names the framing of uploads.</summary>
internal static class ContentEncoding
{
    /// <summary>
    /// Gives the encodings to keep with an object: all but <c>aws-chunked</c>, which is the transfer's; null if none is left.
    /// </summary>
    public static string? WithoutAwsChunked(string? value)
    {
        if (value is null || !value.Contains("aws-chunked", StringComparison.OrdinalIgnoreCase))
        {
            return value;
        }

        string[] encodings = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string[] kept = Array.FindAll(encodings, encoding => !encoding.Equals("aws-chunked", StringComparison.OrdinalIgnoreCase));
        return kept.Length == 0 ? null : string.Join(", ", kept);
    }
}
