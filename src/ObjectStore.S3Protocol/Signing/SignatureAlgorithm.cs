using ObjectStore.S3Protocol.Errors;

namespace ObjectStore.S3Protocol.Signing;

/// <summary>The one algorithm that signatures are made with here.</summary>
internal static class SignatureAlgorithm
{
    /// <summary>Its name.</summary>
    public const string Name = "AWS4-HMAC-SHA256";

    /// <summary>What is said of mechanisms that AWS once had or has beside it.</summary>
    public const string NotSupported = "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.";

    /// <summary>Refuses every other algorithm.</summary>
    /// <param name="algorithm">The algorithm's name, compared whole.</param>
    public static void Validate(ReadOnlySpan<char> algorithm)
    {
        if (algorithm is Name)
        {
            return;
        }

        if (algorithm is "AWS" || algorithm.StartsWith("AWS4-", StringComparison.Ordinal))
        {
            throw new S3Exception(S3Errors.InvalidRequest, NotSupported);
        }

        // What stands there may be a password, so it is not shown.
        throw new S3Exception(S3Errors.InvalidArgument, "Unsupported Authorization Type").WithElement("ArgumentName", "Authorization");
    }
}
