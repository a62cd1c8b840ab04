using System.Globalization;
using ObjectStore.S3Protocol.Errors;

namespace ObjectStore.S3Protocol.Signing;

/// <summary>
/// What a request says about its Signature Version 2 in the query; nothing of it is proven. Clients without a fixed region, boto3 among them, still
/// presign this way. Source: AWS, "Signing and authenticating REST requests (AWS signature version 2)", query string request authentication.
/// </summary>
/// <param name="AccessKey">The access key.</param>
/// <param name="Expires">The time after which the request does not hold, in seconds since 1970, as sent.</param>
/// <param name="Signature">The signature as sent, decoded.</param>
internal sealed record Version2Claim(string AccessKey, string Expires, string Signature)
{
    private const string AccessKeyName = "AWSAccessKeyId";
    private const string ExpiresName = "Expires";
    private const string SignatureName = "Signature";

    /// <summary>Whether the query has such a signature, or part of one.</summary>
    public static bool IsPresent(RequestTarget target) => target.HasQuery(AccessKeyName) || target.HasQuery(SignatureName);

    /// <summary>Reads the claim. How far ahead it may expire is not limited: nothing says when it was signed.</summary>
    /// <exception cref="S3Exception">AccessDenied: a parameter is missing or not what it should be, or the time is over. InvalidRequest: one occurs twice.</exception>
    public static Version2Claim Parse(RequestTarget target, DateTimeOffset now)
    {
        Version2Claim claim = new(Require(target, AccessKeyName), Require(target, ExpiresName), Require(target, SignatureName));
        if (!long.TryParse(claim.Expires, NumberStyles.None, CultureInfo.InvariantCulture, out long expires))
        {
            throw new S3Exception(S3Errors.AccessDenied, $"Invalid date (should be seconds since epoch): {claim.Expires}");
        }

        return now.ToUnixTimeSeconds() <= expires
            ? claim
            : throw new S3Exception(S3Errors.AccessDenied, "Request has expired")
                .WithElement(ExpiresName, SigningTime.FormatForDocument(DateTimeOffset.FromUnixTimeSeconds(expires)))
                .WithElement("ServerTime", SigningTime.FormatForDocument(now));
    }

    private static string Require(RequestTarget target, string name)
    {
        if (target.GetQuery(name) is not { Length: > 0 } value)
        {
            throw new S3Exception(
                S3Errors.AccessDenied, "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters");
        }

        return target.Query.Count(parameter => parameter.Name == name) == 1
            ? value
            : throw new S3Exception(S3Errors.InvalidRequest, $"The query parameter '{name}' occurs more than once.");
    }
}
