using System.Globalization;
using ObjectStore.S3Protocol.Errors;

namespace ObjectStore.S3Protocol.Signing;

/// <summary>Reads the claim of a request that is signed in its query.</summary>
internal static class PresignedQuery
{
    private const int MaxLifetimeSeconds = 604_800;

    /// <summary>Whether the query has a signature, or part of one. Case does not matter, so that no spelling slips by.</summary>
    public static bool IsPresent(RequestTarget target)
    {
        foreach (QueryParameter parameter in target.Query)
        {
            if (parameter.Name.Equals(AmzHeaders.SignatureQuery, StringComparison.OrdinalIgnoreCase)
                || parameter.Name.Equals(AmzHeaders.CredentialQuery, StringComparison.OrdinalIgnoreCase)
                || parameter.Name.Equals(AmzHeaders.AlgorithmQuery, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads the claim.</summary>
    /// <exception cref="S3Exception">AuthorizationQueryParametersError, or InvalidRequest for another algorithm.</exception>
    public static SignatureClaim Parse(RequestTarget target)
    {
        string algorithm = Require(target, AmzHeaders.AlgorithmQuery);
        string credential = Require(target, AmzHeaders.CredentialQuery);
        string signature = Require(target, AmzHeaders.SignatureQuery);
        string timestamp = Require(target, AmzHeaders.DateQuery);
        string signedHeaders = Require(target, AmzHeaders.SignedHeadersQuery);
        string expires = Require(target, AmzHeaders.ExpiresQuery);

        if (algorithm != SignatureAlgorithm.Name)
        {
            throw Malformed("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");
        }

        if (!SigningTime.TryParseBasic(timestamp, out DateTimeOffset time))
        {
            throw Malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
        }

        S3Error malformed = S3Errors.AuthorizationQueryParametersError;
        (string accessKey, CredentialScope scope) = CredentialParser.ParseCredential(credential, malformed);
        CredentialParser.ValidateSignedHeaders(signedHeaders, malformed);
        return new SignatureClaim
        {
            AccessKey = accessKey,
            Scope = scope,
            Time = time,
            Timestamp = timestamp,
            SignedHeaders = signedHeaders,
            Signature = signature,
            Lifetime = ParseLifetime(expires),
        };
    }

    private static TimeSpan ParseLifetime(string expires)
    {
        if (!int.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
        {
            throw Malformed("X-Amz-Expires should be a number of seconds, 1 to 604800");
        }

        return seconds is >= 1 and <= MaxLifetimeSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw Malformed("X-Amz-Expires must be at least 1 second and at most a week, 604800 seconds");
    }

    private static string Require(RequestTarget target, string name)
        => target.GetQuery(name) is { Length: > 0 } value
            ? value
            : throw Malformed(
                "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, "
                + "X-Amz-SignedHeaders, and X-Amz-Expires parameters.");

    private static S3Exception Malformed(string message) => new(S3Errors.AuthorizationQueryParametersError, message);
}
