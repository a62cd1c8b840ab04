using System.Security.Cryptography;
using System.Text;
using ObjectStore.S3Protocol.Signing;

namespace ObjectStore.S3Protocol.Tests.Signing;

/// <summary>
/// Signs requests as a client does, with plain strings, written from AWS's description and independently of what verifies them.
/// </summary>
internal sealed class RequestSigner
{
    public string AccessKey { get; init; } = AwsExample.AccessKey;

    public string SecretKey { get; init; } = AwsExample.SecretKey;

    public string Timestamp { get; init; } = AwsExample.Timestamp;

    public string? ScopeDate { get; init; }

    public string Region { get; init; } = "us-east-1";

    public string Service { get; init; } = "s3";

    public string Algorithm { get; init; } = "AWS4-HMAC-SHA256";

    private string Scope => $"{ScopeDate ?? Timestamp[..8]}/{Region}/{Service}/aws4_request";

    /// <summary>Adds x-amz-date, x-amz-content-sha256 and Authorization; signs host and every header that is there.</summary>
    public InMemoryRequestContext SignHeader(InMemoryRequestContext context, string payload = AwsExample.EmptySha256)
    {
        context.With("x-amz-date", Timestamp).With("x-amz-content-sha256", payload);
        string[] names = [.. context.Headers.Select(header => header.Key.ToLowerInvariant()).Append("host").Order(StringComparer.Ordinal)];
        string signature = Sign(context, context.RawTarget, names, payload);
        return context.With(
            "Authorization",
            $"{Algorithm} Credential={AccessKey}/{Scope}, SignedHeaders={string.Join(';', names)}, Signature={signature}");
    }

    /// <summary>Gives the target with a signature in its query; signs host and every header that is there.</summary>
    public string Presign(InMemoryRequestContext context, string expires = "3600", string payload = "UNSIGNED-PAYLOAD")
    {
        string[] names = [.. context.Headers.Select(header => header.Key.ToLowerInvariant()).Append("host").Order(StringComparer.Ordinal)];
        string target = context.RawTarget
            + (context.RawTarget.Contains('?', StringComparison.Ordinal) ? "&" : "?")
            + $"X-Amz-Algorithm={Algorithm}&X-Amz-Credential={Uri.EscapeDataString($"{AccessKey}/{Scope}")}&X-Amz-Date={Timestamp}"
            + $"&X-Amz-Expires={expires}&X-Amz-SignedHeaders={Uri.EscapeDataString(string.Join(';', names))}";
        return target + "&X-Amz-Signature=" + Sign(context, target, names, payload);
    }

    public byte[] DeriveKey()
    {
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + SecretKey);
        foreach (string part in Scope.Split('/'))
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return key;
    }

    public string SignChunk(string previous, ReadOnlySpan<byte> data)
        => SignText($"AWS4-HMAC-SHA256-PAYLOAD\n{Timestamp}\n{Scope}\n{previous}\n{AwsExample.EmptySha256}\n{Convert.ToHexStringLower(SHA256.HashData(data))}");

    public string SignTrailers(string previous, string canonicalTrailers)
        => SignText($"AWS4-HMAC-SHA256-TRAILER\n{Timestamp}\n{Scope}\n{previous}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonicalTrailers)))}");

    /// <summary>What the verifying side knows of a request that this signer signed.</summary>
    public AuthenticatedRequest Authenticated(PayloadMode mode, string seedSignature) => new()
    {
        AccessKey = AccessKey,
        Scope = new CredentialScope(Timestamp[..8], Region, Service),
        Timestamp = Timestamp,
        IsPresigned = false,
        PayloadMode = mode,
        SigningKey = DeriveKey(),
        SeedSignature = Encoding.ASCII.GetBytes(seedSignature),
    };

    private string Sign(InMemoryRequestContext context, string target, string[] signedHeaders, string payload)
    {
        string[] halves = target.Split('?', 2);
        StringBuilder canonical = new();
        canonical.Append(context.Method).Append('\n');
        canonical.Append(string.Join('/', Uri.UnescapeDataString(halves[0]).Split('/').Select(Uri.EscapeDataString))).Append('\n');
        canonical.Append(CanonicalQuery(halves.Length > 1 ? halves[1] : string.Empty)).Append('\n');
        foreach (string name in signedHeaders)
        {
            string value = name == "host" ? context.Host : string.Join(',', context.GetHeader(name).Select(each => each!.Trim()));
            canonical.Append(name).Append(':').Append(value).Append('\n');
        }

        canonical.Append('\n').Append(string.Join(';', signedHeaders)).Append('\n').Append(payload);
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())));
        return SignText($"AWS4-HMAC-SHA256\n{Timestamp}\n{Scope}\n{hash}");
    }

    private string SignText(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(DeriveKey(), Encoding.UTF8.GetBytes(text)));

    private static string CanonicalQuery(string query)
    {
        IEnumerable<(string Name, string Value)> pairs = query
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Select(pair => (Encode(pair[0]), Encode(pair.Length > 1 ? pair[1] : string.Empty)));
        return string.Join('&', pairs
            .OrderBy(pair => pair.Name, StringComparer.Ordinal)
            .ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}"));

        static string Encode(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text));
    }
}
