using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace ObjectStore.Hosting.Tests.Raw;

/// <summary>
/// Signature Version 4 written down once more, plainly, from the AWS description: a second opinion on the server's. Takes the path and query exactly as they are sent.
/// </summary>
public static class RequestSigner
{
    public const string AccessKey = "minioadmin";
    public const string SecretKey = "minioadmin";
    private const string Scope = "us-east-1/s3/aws4_request";

    /// <summary>Gives all headers of a signed request: those given, and Host, x-amz-date, x-amz-content-sha256 and Authorization.</summary>
    public static List<(string Name, string Value)> Sign(
        string method, string path, string query, string host, IEnumerable<(string Name, string Value)> headers, string payloadHash, DateTimeOffset now)
    {
        string date = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        List<(string Name, string Value)> all = [("Host", host), ("x-amz-date", date), ("x-amz-content-sha256", payloadHash), .. headers];
        (string Name, string Value)[] signed =
        [
            .. all.Select(static header => (Name: header.Name.ToLowerInvariant(), Value: TextOf(header.Value.Trim())))
                .Where(static header => header.Name is "host" or "content-type" or "content-md5" || header.Name.StartsWith("x-amz-", StringComparison.Ordinal))
                .OrderBy(static header => header.Name, StringComparer.Ordinal),
        ];
        string names = string.Join(';', signed.Select(static header => header.Name));
        string canonical = $"{method}\n{path}\n{CanonicalQuery(query)}\n{string.Concat(signed.Select(static header => $"{header.Name}:{header.Value}\n"))}\n{names}\n{payloadHash}";
        string signature = Signature(canonical, date);
        all.Add(("Authorization", $"AWS4-HMAC-SHA256 Credential={AccessKey}/{date[..8]}/{Scope}, SignedHeaders={names}, Signature={signature}"));
        return all;
    }

    public static string HashOf(ReadOnlySpan<byte> payload) => Convert.ToHexStringLower(SHA256.HashData(payload));

    /// <summary>Header values show bytes as Latin-1; clients sign them as the text that they hold, which is UTF-8 or, failing that, Latin-1.</summary>
    private static string TextOf(string value)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(value);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : value;
    }

    private static string CanonicalQuery(string query)
        => string.Join('&', query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(static pair => pair.Contains('=', StringComparison.Ordinal) ? pair : pair + "=")
            .OrderBy(static pair => pair.Split('=')[0], StringComparer.Ordinal)
            .ThenBy(static pair => pair.Split('=', 2)[1], StringComparer.Ordinal));

    private static string Signature(string canonical, string date)
    {
        string toSign = $"AWS4-HMAC-SHA256\n{date}\n{date[..8]}/{Scope}\n{HashOf(Encoding.UTF8.GetBytes(canonical))}";
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + SecretKey);
        foreach (string part in new[] { date[..8], "us-east-1", "s3", "aws4_request", toSign })
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Convert.ToHexStringLower(key);
    }
}
