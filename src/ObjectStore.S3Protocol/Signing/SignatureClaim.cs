namespace ObjectStore.S3Protocol.Signing;

/// <summary>What a request says about its signature; well formed, but nothing of it is proven. Immutable.</summary>
internal sealed class SignatureClaim
{
    /// <summary>The access key.</summary>
    public required string AccessKey { get; init; }

    /// <summary>The scope.</summary>
    public required CredentialScope Scope { get; init; }

    /// <summary>When it was signed.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The same as <c>yyyyMMddTHHmmssZ</c>.</summary>
    public required string Timestamp { get; init; }

    /// <summary>The names of the signed headers as sent: in lower case, strictly ascending, joined by semicolons.</summary>
    public required string SignedHeaders { get; init; }

    /// <summary>The signature as sent.</summary>
    public required string Signature { get; init; }

    /// <summary>For how long a presigned request holds; null if the signature stands in the Authorization header.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>Whether the signature stands in the query.</summary>
    public bool IsPresigned => Lifetime is not null;
}
