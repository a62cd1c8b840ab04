namespace ObjectStore;

/// <summary>The standard HTTP headers kept with an object and given back on reads. Immutable; null means not set.</summary>
public sealed record ObjectHeaders
{
    /// <summary>No headers.</summary>
    public static ObjectHeaders None { get; } = new();

    /// <summary>Content-Type. Default: none; S3 shows <c>binary/octet-stream</c> then.</summary>
    public string? ContentType { get; init; }

    /// <summary>Content-Encoding, without <c>aws-chunked</c>.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>Content-Disposition.</summary>
    public string? ContentDisposition { get; init; }

    /// <summary>Content-Language.</summary>
    public string? ContentLanguage { get; init; }

    /// <summary>Cache-Control.</summary>
    public string? CacheControl { get; init; }

    /// <summary>Expires, as it was given.</summary>
    public string? Expires { get; init; }

    /// <summary>x-amz-website-redirect-location.</summary>
    public string? WebsiteRedirectLocation { get; init; }
}
