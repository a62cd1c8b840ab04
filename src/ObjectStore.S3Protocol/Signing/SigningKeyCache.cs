using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace ObjectStore.S3Protocol.Signing;

/// <summary>
/// Derived signing keys, by credentials, day and region. Credentials are told apart by reference, so that a new secret for an old access
/// key never meets a key of the old secret. Bounded: a caller can name any region without being known, so that the cache may fill up with
/// keys of no use; it is emptied then, which costs four HMACs a key. Safe to use by any number of threads.
/// </summary>
internal sealed class SigningKeyCache
{
    private const int Capacity = 1024;

    private readonly ConcurrentDictionary<(S3Credentials Credentials, string Date, string Region), byte[]> _keys = new();

    /// <summary>The key (32 bytes) with which a secret signs within a scope.</summary>
    public byte[] Get(S3Credentials credentials, CredentialScope scope)
    {
        (S3Credentials, string, string) id = (credentials, scope.Date, scope.Region);
        if (_keys.TryGetValue(id, out byte[]? key))
        {
            return key;
        }

        key = Derive(credentials.SecretKey, scope);
        if (_keys.Count >= Capacity)
        {
            _keys.Clear();
        }

        _keys[id] = key;
        return key;
    }

    /// <summary>Derives a key. Source: AWS, "Signature Version 4", signing key.</summary>
    public static byte[] Derive(string secretKey, CredentialScope scope)
    {
        byte[] key = HMACSHA256.HashData(Encoding.UTF8.GetBytes("AWS4" + secretKey), Encoding.UTF8.GetBytes(scope.Date));
        key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(scope.Region));
        key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(scope.Service));
        return HMACSHA256.HashData(key, "aws4_request"u8);
    }
}
