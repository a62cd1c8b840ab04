using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using Microsoft.Extensions.Primitives;

namespace ObjectStore.S3Protocol.Signing;

/// <summary>
/// Verifies Signature Version 2 of presigned requests. It covers the method, the path, every <c>x-amz-*</c> field, Content-Type, Content-MD5 and those
/// parameters that choose an operation or change its answer; a listing's prefix and page stay free, as AWS defines it. Safe to use by any number of threads.
/// </summary>
/// <param name="domains">The domains under which buckets are host names: the signature names the bucket wherever it stands.</param>
internal sealed class Version2Verifier(IEnumerable<string> domains)
{
    // Every sub-resource counts, beyond those that AWS lists: none can be added to a URL that was signed without it.
    private static readonly FrozenSet<string> SignedParameters = FrozenSet.Create(
        StringComparer.Ordinal,
        [
            "abac", "accelerate", "acl", "analytics", "attributes", "cors", "defaultObjectAcl", "delete", "encryption", "events",
            "intelligent-tiering", "inventory", "legal-hold", "lifecycle", "location", "logging", "metadataConfiguration", "metadataInventoryTable",
            "metadataJournalTable", "metadataTable", "metrics", "notification", "object-lock", "ownershipControls", "partNumber", "policy",
            "policyStatus", "publicAccessBlock", "renameObject", "replication", "requestPayment", "response-cache-control",
            "response-content-disposition", "response-content-encoding", "response-content-language", "response-content-type", "response-expires",
            "restore", "retention", "select", "select-type", "session", "storageClass", "tagging", "torrent", "uploadId", "uploads", "versionId",
            "versioning", "versions", "website",
        ]);

    private readonly BucketHost _bucketHost = new(domains);

    /// <summary>Whether the claim's signature is that of the request under a secret. Takes the same time wherever the two differ.</summary>
    public bool Matches(S3RequestContext context, RequestTarget target, Version2Claim claim, string secretKey)
    {
        string resource = ResourceOf(context.Host, target);
        return Matches(context, target, claim, resource, secretKey)
            // Some clients, boto3 among them, send a bucket without the slash at its end, yet sign it with one: either names the bucket.
            || (resource.LastIndexOf('/') == 0 && resource.Length > 1 && Matches(context, target, claim, resource + "/", secretKey));
    }

    private static bool Matches(S3RequestContext context, RequestTarget target, Version2Claim claim, string resource, string secretKey)
    {
        byte[] expected = Sign(secretKey, StringToSign(context, target, claim.Expires, resource));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Convert.ToBase64String(expected)), Encoding.UTF8.GetBytes(claim.Signature));
    }

#pragma warning disable CA5350 // The algorithm is defined so; HMAC does not rest on what is broken in SHA-1 (RFC 6151, RFC 6194).
    private static byte[] Sign(string secretKey, byte[] stringToSign) => HMACSHA1.HashData(Encoding.UTF8.GetBytes(secretKey), stringToSign);
#pragma warning restore CA5350

    private static byte[] StringToSign(S3RequestContext context, RequestTarget target, string expires, string resource)
    {
        PooledTextWriter writer = new(256);
        try
        {
            WriteLine(ref writer, context.Method);
            WriteLine(ref writer, context.GetHeader("content-md5").ToString().Trim());
            WriteLine(ref writer, context.GetHeader("content-type").ToString().Trim());
            WriteLine(ref writer, expires);
            WriteVendorFields(ref writer, context, target);
            writer.Write(resource);
            WriteParameters(ref writer, target);
            return writer.Written.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>Writes the <c>x-amz-*</c> fields of the head and the query. One that stands in both counts with both values, so that they cannot differ.</summary>
    private static void WriteVendorFields(ref PooledTextWriter writer, S3RequestContext context, RequestTarget target)
    {
        SortedDictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach ((string name, StringValues values) in context.Headers)
        {
            AddVendorField(fields, name, TextOf(string.Join(',', values.Select(static value => value?.Trim()))));
        }

        foreach (QueryParameter parameter in target.Query)
        {
            AddVendorField(fields, parameter.Name, parameter.Value.Trim());
        }

        foreach ((string name, string value) in fields)
        {
            writer.Write(name);
            writer.Write((byte)':');
            writer.Write(value);
            writer.Write((byte)'\n');
        }
    }

    /// <summary>The text that a header's bytes, shown as Latin-1, stand for.</summary>
    private static string TextOf(string headerValue)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(headerValue);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : headerValue;
    }

    private static void AddVendorField(SortedDictionary<string, string> fields, string name, string value)
    {
        if (!name.StartsWith(AmzHeaders.Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        string key = name.ToLowerInvariant();
        fields[key] = !fields.TryGetValue(key, out string? other) || other == value ? value : $"{other},{value}";
    }

    private string ResourceOf(string host, RequestTarget target)
        => _bucketHost.FindBucket(host) is { Length: > 0 } bucket ? "/" + bucket + target.RawPath : target.RawPath;

    private static void WriteParameters(ref PooledTextWriter writer, RequestTarget target)
    {
        byte separator = (byte)'?';
        foreach (QueryParameter parameter in target.Query
            .Where(static parameter => SignedParameters.Contains(parameter.Name))
            .OrderBy(static parameter => parameter.Name, StringComparer.Ordinal))
        {
            writer.Write(separator);
            writer.Write(parameter.Name);
            if (parameter.RawValue.Length > 0)
            {
                writer.Write((byte)'=');
                writer.Write(parameter.Value);
            }

            separator = (byte)'&';
        }
    }

    private static void WriteLine(ref PooledTextWriter writer, string text)
    {
        writer.WriteHeaderValue(text);
        writer.Write((byte)'\n');
    }
}
