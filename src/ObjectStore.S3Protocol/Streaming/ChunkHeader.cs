using System.Buffers;
using System.Buffers.Text;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Signing;

namespace ObjectStore.S3Protocol.Streaming;

/// <summary>
/// The line before a chunk's data: <c>size</c>, or <c>size;chunk-signature=signature</c>, size in hexadecimal digits of any case.
/// </summary>
internal static class ChunkHeader
{
    private const int MaxSizeDigits = 16;

    private static ReadOnlySpan<byte> SignatureExtension => ";chunk-signature="u8;

    /// <summary>The longest line, with its CRLF.</summary>
    public static int MaxLength => MaxSizeDigits + SignatureExtension.Length + SignatureVerifier.SignatureLength + 2;

    /// <summary>Takes a line off the input.</summary>
    /// <param name="input">The bytes at hand; without the line afterwards.</param>
    /// <param name="signature">Where the signature's 64 digits go; empty if chunks must not have one.</param>
    /// <param name="size">The size of the chunk's data.</param>
    /// <returns>False if the line is not complete yet.</returns>
    /// <exception cref="S3Exception">InvalidRequest if it is malformed.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> input, Span<byte> signature, out long size)
    {
        Span<byte> line = stackalloc byte[MaxLength];
        line = line[..(int)Math.Min(input.Length, line.Length)];
        input.Slice(0, line.Length).CopyTo(line);
        int lineFeed = line.IndexOf((byte)'\n');
        if (lineFeed < 0)
        {
            size = 0;
            return line.Length < MaxLength ? false : throw Malformed();
        }

        if (lineFeed == 0 || line[lineFeed - 1] != '\r')
        {
            throw Malformed();
        }

        size = Parse(line[..(lineFeed - 1)], signature);
        input = input.Slice(lineFeed + 1);
        return true;
    }

    private static long Parse(ReadOnlySpan<byte> line, Span<byte> signature)
    {
        int digits = line.IndexOf((byte)';');
        digits = digits < 0 ? line.Length : digits;
        if (digits is 0 or > MaxSizeDigits
            || !Utf8Parser.TryParse(line[..digits], out ulong size, out int consumed, 'x')
            || consumed != digits
            || size > long.MaxValue)
        {
            throw Malformed();
        }

        ReadOnlySpan<byte> extension = line[digits..];
        if (signature.IsEmpty)
        {
            return extension.IsEmpty ? (long)size : throw Malformed();
        }

        if (extension.Length != SignatureExtension.Length + SignatureVerifier.SignatureLength || !extension.StartsWith(SignatureExtension))
        {
            throw Malformed();
        }

        extension[SignatureExtension.Length..].CopyTo(signature);
        return (long)size;
    }

    private static S3Exception Malformed() => new(S3Errors.InvalidRequest, "The request body holds a malformed aws-chunked chunk.");
}
