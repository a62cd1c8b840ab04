namespace ObjectStore.S3Protocol.Signing;

/// <summary>What a signing key is good for.</summary>
/// <param name="Date">The day, as <c>yyyyMMdd</c>.</param>
/// <param name="Region">The region.</param>
/// <param name="Service">The service.</param>
internal sealed record CredentialScope(string Date, string Region, string Service)
{
    /// <summary>The last word of every scope.</summary>
    public const string Terminator = "aws4_request";

    /// <inheritdoc/>
    public override string ToString() => $"{Date}/{Region}/{Service}/{Terminator}";
}
