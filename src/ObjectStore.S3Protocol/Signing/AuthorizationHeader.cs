using Microsoft.Extensions.Primitives;
using ObjectStore.S3Protocol.Errors;

namespace ObjectStore.S3Protocol.Signing;

/// <summary>Reads the claim of a request that is signed in its Authorization header.</summary>
internal static class AuthorizationHeader
{
    private const string NoValidDate = "AWS authentication requires a valid Date or x-amz-date header";

    /// <summary>Reads the claim.</summary>
    /// <param name="context">The request, for its dates.</param>
    /// <param name="authorization">The header's value.</param>
    /// <exception cref="S3Exception">
    /// AuthorizationHeaderMalformed, InvalidRequest or InvalidArgument for another mechanism, AccessDenied without a date.
    /// </exception>
    public static SignatureClaim Parse(S3RequestContext context, string authorization)
    {
        int space = authorization.IndexOf(' ');
        ReadOnlySpan<char> algorithm = authorization.AsSpan(0, space < 0 ? authorization.Length : space);
        SignatureAlgorithm.Validate(algorithm);

        string? credential = null;
        string? signedHeaders = null;
        string? signature = null;
        ReadOnlySpan<char> fields = space < 0 ? [] : authorization.AsSpan(space + 1);
        foreach (Range range in fields.Split(','))
        {
            ReadOnlySpan<char> field = fields[range].Trim(' ');
            if (!TryTake(field, "Credential=", ref credential)
                && !TryTake(field, "SignedHeaders=", ref signedHeaders)
                && !TryTake(field, "Signature=", ref signature))
            {
                throw Malformed("The authorization header requires Credential, SignedHeaders and Signature, each once and nothing else.");
            }
        }

        if (credential is null || signedHeaders is null || signature is null)
        {
            throw Malformed("The authorization header requires three components: Credential, SignedHeaders, and Signature.");
        }

        S3Error malformed = S3Errors.AuthorizationHeaderMalformed;
        (string accessKey, CredentialScope scope) = CredentialParser.ParseCredential(credential, malformed);
        CredentialParser.ValidateSignedHeaders(signedHeaders, malformed);
        (DateTimeOffset time, string timestamp) = ParseTime(context);
        return new SignatureClaim
        {
            AccessKey = accessKey,
            Scope = scope,
            Time = time,
            Timestamp = timestamp,
            SignedHeaders = signedHeaders,
            Signature = signature,
        };
    }

    private static bool TryTake(ReadOnlySpan<char> field, string name, ref string? value)
    {
        if (value is not null || !field.StartsWith(name, StringComparison.Ordinal))
        {
            return false;
        }

        value = field[name.Length..].ToString();
        return true;
    }

    /// <summary>The time, and its form in the string to sign.</summary>
    private static (DateTimeOffset Time, string Timestamp) ParseTime(S3RequestContext context)
    {
        StringValues values = context.GetHeader(AmzHeaders.Date);
        if (values.Count == 0)
        {
            values = context.GetHeader("date");
        }

        string text = values.Count == 1 ? values[0] ?? string.Empty : string.Empty;
        if (SigningTime.TryParseBasic(text, out DateTimeOffset time))
        {
            return (time, text);
        }

        return SigningTime.TryParse(text, out time)
            ? (time, SigningTime.Format(time))
            : throw new S3Exception(S3Errors.AccessDenied, NoValidDate);
    }

    private static S3Exception Malformed(string message)
        => new(S3Errors.AuthorizationHeaderMalformed, "The authorization header is malformed. " + message);
}
