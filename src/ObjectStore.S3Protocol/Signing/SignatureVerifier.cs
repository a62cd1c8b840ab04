using System.Security.Cryptography;
using System.Text;

namespace ObjectStore.S3Protocol.Signing;

/// <summary>Signs what stands under one scope and compares.</summary>
internal static class SignatureVerifier
{
    /// <summary>A signature's length: the hexadecimal digits of 32 bytes.</summary>
    public const int SignatureLength = 64;

    /// <summary>Computes the signature of a request's head.</summary>
    /// <param name="key">The signing key.</param>
    /// <param name="claim">The claim that is being examined.</param>
    /// <param name="canonicalHash">The SHA-256 of the canonical request.</param>
    /// <param name="signature">Where its 64 lower-case hexadecimal digits go.</param>
    public static void SignHead(ReadOnlySpan<byte> key, SignatureClaim claim, ReadOnlySpan<byte> canonicalHash, Span<byte> signature)
    {
        PooledTextWriter writer = new(256);
        try
        {
            writer.Write(SignatureAlgorithm.Name);
            writer.Write((byte)'\n');
            writer.Write(claim.Timestamp);
            writer.Write((byte)'\n');
            writer.WriteScope(claim.Scope);
            writer.Write((byte)'\n');
            writer.WriteHex(canonicalHash);
            Sign(key, writer.Written, signature);
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>Signs a string to sign.</summary>
    public static void Sign(ReadOnlySpan<byte> key, ReadOnlySpan<byte> stringToSign, Span<byte> signature)
    {
        Span<byte> mac = stackalloc byte[32];
        HMACSHA256.HashData(key, stringToSign, mac);
        Convert.TryToHexStringLower(mac, signature, out _);
    }

    /// <summary>Compares a signature with the one that was sent, in a time that does not depend on where they differ.</summary>
    public static bool Matches(ReadOnlySpan<byte> expected, string sent)
    {
        Span<byte> bytes = stackalloc byte[SignatureLength];
        return sent.Length == SignatureLength
            && Encoding.ASCII.TryGetBytes(sent, bytes, out int written)
            && CryptographicOperations.FixedTimeEquals(expected, bytes[..written]);
    }
}
