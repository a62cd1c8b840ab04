namespace ObjectStore.S3Protocol.Signing;

/// <summary>A request whose signature holds: who sent it, and what its body has to be checked against. Immutable.</summary>
internal sealed class AuthenticatedRequest
{
    /// <summary>The access key that signed.</summary>
    public required string AccessKey { get; init; }

    /// <summary>What the signature is bound to; empty with Signature Version 2, which is bound to nothing and signs no chunks.</summary>
    public CredentialScope Scope { get; init; } = new("", "", "");

    /// <summary>When it was signed, as <c>yyyyMMddTHHmmssZ</c>; empty with Signature Version 2.</summary>
    public string Timestamp { get; init; } = "";

    /// <summary>Whether the signature stood in the query.</summary>
    public required bool IsPresigned { get; init; }

    /// <summary>Whether the signature covers every parameter of the query, which Signature Version 2 does not.</summary>
    public bool IsWholeQuerySigned => Timestamp.Length > 0;

    /// <summary>How the body is sent.</summary>
    public required PayloadMode PayloadMode { get; init; }

    /// <summary>The body's SHA-256 (32 bytes) if <see cref="PayloadMode"/> is <see cref="PayloadMode.Sha256"/>, else empty.</summary>
    public ReadOnlyMemory<byte> PayloadSha256 { get; init; }

    /// <summary>The key (32 bytes) that signs chunks and trailers; empty with Signature Version 2. A secret.</summary>
    public ReadOnlyMemory<byte> SigningKey { get; init; }

    /// <summary>The head's signature as 64 lower-case hexadecimal digits: where the chain of chunk signatures begins. Empty with Signature Version 2.</summary>
    public ReadOnlyMemory<byte> SeedSignature { get; init; }
}
