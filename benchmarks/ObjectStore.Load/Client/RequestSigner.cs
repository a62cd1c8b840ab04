using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ObjectStore.Load.Client;

/// <summary>
/// Signs requests in the Authorization header. Thread-safe. Source: AWS, "Signature Calculations for the Authorization Header: Transferring
/// Payload in a Single Chunk (AWS Signature Version 4)".
/// </summary>
internal sealed class RequestSigner(string accessKey, string secretKey, string region)
{
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    // The key of a day, replaced as a whole.
    private volatile SigningKey? _key;

    /// <summary>The value of the Authorization header.</summary>
    /// <param name="method">In capitals.</param>
    /// <param name="path">URI-encoded as sent.</param>
    /// <param name="query">URI-encoded, sorted, without the question mark, with an equals sign after every name.</param>
    /// <param name="headers">All headers to sign: lower-case names in order, x-amz-date among them.</param>
    /// <param name="payloadHash">Lower-case hex SHA-256, or <see cref="UnsignedPayload"/>.</param>
    /// <param name="timestamp">As in x-amz-date.</param>
    public string Sign(
        string method, string path, string query, ReadOnlySpan<(string Name, string Value)> headers, string payloadHash, string timestamp)
    {
        var canonical = new StringBuilder(512).Append(method).Append('\n').Append(path).Append('\n').Append(query).Append('\n');
        var names = new StringBuilder(64);
        foreach ((string name, string value) in headers)
        {
            canonical.Append(name).Append(':').Append(value).Append('\n');
            names.Append(names.Length == 0 ? "" : ";").Append(name);
        }

        canonical.Append('\n').Append(names).Append('\n').Append(payloadHash);
        string day = timestamp[..8];
        string scope = $"{day}/{region}/s3/aws4_request";
        string toSign = $"AWS4-HMAC-SHA256\n{timestamp}\n{scope}\n{HashHex(Encoding.UTF8.GetBytes(canonical.ToString()))}";
        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(KeyOf(day), Encoding.UTF8.GetBytes(toSign)));
        return $"AWS4-HMAC-SHA256 Credential={accessKey}/{scope},SignedHeaders={names},Signature={signature}";
    }

    /// <summary>Lower-case hex SHA-256.</summary>
    public static string HashHex(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>A time as x-amz-date has it.</summary>
    public static string Timestamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private byte[] KeyOf(string day)
    {
        SigningKey? key = _key;
        if (key?.Day != day)
        {
            byte[] bytes = Encoding.UTF8.GetBytes("AWS4" + secretKey);
            foreach (string part in new[] { day, region, "s3", "aws4_request" })
            {
                bytes = HMACSHA256.HashData(bytes, Encoding.UTF8.GetBytes(part));
            }

            _key = key = new SigningKey(day, bytes);
        }

        return key.Bytes;
    }

    private sealed record SigningKey(string Day, byte[] Bytes);
}
