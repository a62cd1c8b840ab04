using ObjectStore.S3Protocol.Errors;

namespace ObjectStore.S3Protocol.Signing;

/// <summary>
/// Reads <c>access-key/yyyyMMdd/region/service/aws4_request</c> and the list of signed headers, which the Authorization header and the
/// query have in common.
/// </summary>
internal static class CredentialParser
{
    private const int MaxAccessKeyLength = 128;
    private const int MaxRegionLength = 64;
    private const string Malformed = "The credential is malformed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".";

    /// <summary>Reads a credential. Region and service are not compared with anything here.</summary>
    /// <param name="credential">The text.</param>
    /// <param name="malformed">The error to throw if it is malformed.</param>
    public static (string AccessKey, CredentialScope Scope) ParseCredential(string credential, S3Error malformed)
    {
        // An access key may contain slashes: the scope is what stands at the end.
        Span<Range> parts = stackalloc Range[5];
        int end = credential.Length;
        for (int i = 4; i > 0; i--)
        {
            int slash = credential.AsSpan(0, end).LastIndexOf('/');
            if (slash < 0)
            {
                throw new S3Exception(malformed, Malformed);
            }

            parts[i] = (slash + 1)..end;
            end = slash;
        }

        string accessKey = credential[..end];
        string region = credential[parts[2]];
        if (accessKey.Length is 0 or > MaxAccessKeyLength
            || region.Length is 0 or > MaxRegionLength
            || !SigningTime.IsDate(credential.AsSpan()[parts[1]]))
        {
            throw new S3Exception(malformed, Malformed);
        }

        if (!credential.AsSpan()[parts[4]].SequenceEqual(CredentialScope.Terminator))
        {
            throw new S3Exception(malformed, $"The credential is malformed; it does not end with \"{CredentialScope.Terminator}\".");
        }

        return (accessKey, new CredentialScope(credential[parts[1]], region, credential[parts[3]]));
    }

    /// <summary>Refuses a list of signed headers that is not in lower case and strictly ascending, or lacks <c>host</c>.</summary>
    public static void ValidateSignedHeaders(string signedHeaders, S3Error malformed)
    {
        bool hasHost = false;
        ReadOnlySpan<char> previous = default;
        foreach (Range range in signedHeaders.AsSpan().Split(';'))
        {
            ReadOnlySpan<char> name = signedHeaders.AsSpan()[range];
            if (name.IsEmpty || name.ContainsAnyInRange('A', 'Z') || previous.SequenceCompareTo(name) >= 0)
            {
                throw new S3Exception(malformed, "SignedHeaders must be lower-case names in ascending order, separated by semicolons.");
            }

            hasHost |= name is "host";
            previous = name;
        }

        if (!hasHost)
        {
            throw new S3Exception(malformed, "SignedHeaders must contain host.");
        }
    }
}
