namespace ObjectStore.S3Protocol.Signing;

/// <summary>What <c>x-amz-content-sha256</c> says about how a body is sent and what vouches for it.</summary>
internal enum PayloadMode
{
    /// <summary>Nothing vouches for the body.</summary>
    Unsigned = 0,

    /// <summary>The body as it is; its SHA-256 stands in the signed head.</summary>
    Sha256,

    /// <summary>Chunks, each with a signature.</summary>
    StreamingSigned,

    /// <summary>Chunks, each with a signature, and signed trailers.</summary>
    StreamingSignedTrailer,

    /// <summary>Chunks without signatures, and trailers without a signature.</summary>
    StreamingUnsignedTrailer,
}
