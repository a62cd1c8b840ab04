namespace ObjectStore.S3Protocol.Signing;

/// <summary>Names of headers and query parameters that signatures and bodies depend on.</summary>
internal static class AmzHeaders
{
    public const string Prefix = "x-amz-";
    public const string Authorization = "authorization";
    public const string ContentSha256 = "x-amz-content-sha256";
    public const string CopySource = "x-amz-copy-source";
    public const string Date = "x-amz-date";
    public const string DecodedContentLength = "x-amz-decoded-content-length";
    public const string SecurityToken = "x-amz-security-token";
    public const string Trailer = "x-amz-trailer";
    public const string TrailerSignature = "x-amz-trailer-signature";
    public const string SdkChecksumAlgorithm = "x-amz-sdk-checksum-algorithm";
    public const string ChecksumPrefix = "x-amz-checksum-";

    public const string AlgorithmQuery = "X-Amz-Algorithm";
    public const string CredentialQuery = "X-Amz-Credential";
    public const string DateQuery = "X-Amz-Date";
    public const string ExpiresQuery = "X-Amz-Expires";
    public const string SignedHeadersQuery = "X-Amz-SignedHeaders";
    public const string SignatureQuery = "X-Amz-Signature";
    public const string SecurityTokenQuery = "X-Amz-Security-Token";
    public const string ContentSha256Query = "X-Amz-Content-Sha256";

    private static readonly string[] SignatureParameters =
    [
        AlgorithmQuery, CredentialQuery, DateQuery, ExpiresQuery, SignedHeadersQuery, SignatureQuery, SecurityTokenQuery, ContentSha256Query,
    ];

    /// <summary>Whether a query parameter is part of a signature, in any spelling.</summary>
    public static bool IsSignatureParameter(string name)
        => Array.Exists(SignatureParameters, parameter => parameter.Equals(name, StringComparison.OrdinalIgnoreCase));
}
