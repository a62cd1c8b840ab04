using System.Globalization;
using ObjectStore.S3Protocol.Errors;

namespace ObjectStore.S3Protocol.Signing;

/// <summary>
/// What a claim must fulfil before its signature is worth computing: its scope fits this endpoint, and its time fits the clock.
/// </summary>
/// <param name="region">The region to sign for; null for any.</param>
internal sealed class ClaimRules(string? region)
{
    private const string Service = "s3";

    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(15);

    /// <summary>Examines a claim.</summary>
    /// <exception cref="S3Exception">
    /// AuthorizationHeaderMalformed or AuthorizationQueryParametersError (scope), RequestTimeTooSkewed or AccessDenied (time).
    /// </exception>
    public void Validate(SignatureClaim claim, DateTimeOffset now)
    {
        ValidateScope(claim);
        if (claim.Lifetime is { } lifetime)
        {
            ValidatePresignedTime(claim.Time, lifetime, now);
        }
        else if ((claim.Time - now).Duration() > MaxSkew)
        {
            throw new S3Exception(S3Errors.RequestTimeTooSkewed)
                .WithElement("RequestTime", claim.Timestamp)
                .WithElement("ServerTime", SigningTime.FormatForDocument(now))
                .WithElement("MaxAllowedSkewMilliseconds", MaxSkew.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void ValidatePresignedTime(DateTimeOffset time, TimeSpan lifetime, DateTimeOffset now)
    {
        if (time - now > MaxSkew)
        {
            throw new S3Exception(S3Errors.AccessDenied, "Request is not valid yet");
        }

        if (now > time + lifetime)
        {
            throw new S3Exception(S3Errors.AccessDenied, "Request has expired")
                .WithElement("X-Amz-Expires", lifetime.TotalSeconds.ToString(CultureInfo.InvariantCulture))
                .WithElement("Expires", SigningTime.FormatForDocument(time + lifetime))
                .WithElement("ServerTime", SigningTime.FormatForDocument(now));
        }
    }

    private void ValidateScope(SignatureClaim claim)
    {
        if (!claim.Timestamp.StartsWith(claim.Scope.Date, StringComparison.Ordinal))
        {
            throw Malformed(claim, $"the date '{claim.Scope.Date}' of the credential is not that of the request, '{claim.Timestamp}'");
        }

        if (region is not null && claim.Scope.Region != region)
        {
            throw Malformed(claim, $"the region '{claim.Scope.Region}' is wrong; expecting '{region}'").WithElement("Region", region);
        }

        if (claim.Scope.Service != Service)
        {
            throw Malformed(claim, $"incorrect service '{claim.Scope.Service}'. This endpoint belongs to '{Service}'");
        }
    }

    private static S3Exception Malformed(SignatureClaim claim, string message)
        => claim.IsPresigned
            ? new S3Exception(S3Errors.AuthorizationQueryParametersError, "Error parsing the X-Amz-Credential parameter; " + message)
            : new S3Exception(S3Errors.AuthorizationHeaderMalformed, "The authorization header is malformed; " + message);
}
