namespace ObjectStore.S3Protocol;

/// <summary>An access key with its secret. Immutable. Its text form does not show the secret.</summary>
/// <param name="accessKey">The access key, 3 to 128 characters.</param>
/// <param name="secretKey">The secret, at least 8 characters.</param>
public sealed class S3Credentials(string accessKey, string secretKey)
{
    /// <summary>The access key.</summary>
    public string AccessKey { get; } = accessKey ?? throw new ArgumentNullException(nameof(accessKey));

    /// <summary>The secret.</summary>
    public string SecretKey { get; } = secretKey ?? throw new ArgumentNullException(nameof(secretKey));

    /// <inheritdoc/>
    public override string ToString() => AccessKey;
}
