using System.Text;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Signing;

namespace ObjectStore.S3Protocol.Streaming;

/// <summary>
/// The trailers after the last chunk: exactly those that the request announced, and their signature if the chunks have signatures. For
/// one caller at a time.
/// </summary>
/// <param name="algorithm">The algorithm of the checksum that was announced; null for none.</param>
internal sealed class TrailerSection(ChecksumAlgorithm? algorithm)
{
    /// <summary>The longest section, in bytes.</summary>
    public const int MaxLength = 4096;

    private bool _isParsed;

    /// <summary>The algorithm of the checksum that was announced; null for none.</summary>
    public ChecksumAlgorithm? Algorithm { get; } = algorithm;

    /// <summary>The checksum; null before the section was parsed, or if none was announced.</summary>
    public ObjectChecksum? Checksum { get; private set; }

    /// <summary>Parses the section, to the end of the body.</summary>
    /// <param name="section">All that follows the head of the last chunk.</param>
    /// <param name="signatures">The chain that the section's signature belongs to; null if it must not have one.</param>
    /// <exception cref="S3Exception">
    /// MalformedTrailerError, IncompleteBody, SignatureDoesNotMatch, or InvalidRequest for a checksum that is none.
    /// </exception>
    public void Parse(ReadOnlySpan<byte> section, ChunkSignatureChain? signatures)
    {
        if (_isParsed || section.IsEmpty || section[^1] != '\n')
        {
            throw new S3Exception(S3Errors.IncompleteBody, "The request body ends within its trailers.");
        }

        _isParsed = true;
        string? checksum = null;
        string? signature = null;
        bool isFirst = true;
        foreach (Range range in section.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = WithoutCarriageReturn(section[range]);
            if (line.IsEmpty)
            {
                // Some clients put an empty line between the trailers and their signature.
                continue;
            }

            (string name, string value) = ParseLine(line);
            if (isFirst && Algorithm is { } announced && name == ChecksumNames.GetHeaderName(announced))
            {
                checksum = value;
            }
            else if (signature is null && signatures is not null && name == AmzHeaders.TrailerSignature)
            {
                signature = value;
            }
            else
            {
                throw new S3Exception(S3Errors.MalformedTrailerError, $"The trailer '{name}' was not announced or is not in its place.");
            }

            isFirst = false;
        }

        if (Algorithm is not null && checksum is null)
        {
            throw new S3Exception(S3Errors.MalformedTrailerError, "A trailer that x-amz-trailer announces is missing.");
        }

        VerifySignature(checksum, signature, signatures);
        Checksum = ParseChecksum(checksum);
    }

    private static ReadOnlySpan<byte> WithoutCarriageReturn(ReadOnlySpan<byte> line) => line is [.. var text, (byte)'\r'] ? text : line;

    private static (string Name, string Value) ParseLine(ReadOnlySpan<byte> line)
    {
        int colon = line.IndexOf((byte)':');
        if (colon <= 0 || !Ascii.IsValid(line) || line.ContainsAnyInRange((byte)0, (byte)0x1f))
        {
            throw new S3Exception(S3Errors.MalformedTrailerError);
        }

        return (Encoding.ASCII.GetString(line[..colon]).ToLowerInvariant(), Encoding.ASCII.GetString(line[(colon + 1)..].Trim((byte)' ')));
    }

    private void VerifySignature(string? checksum, string? signature, ChunkSignatureChain? signatures)
    {
        if (signatures is null)
        {
            return;
        }

        if (signature is null)
        {
            throw new S3Exception(S3Errors.MalformedTrailerError, "The trailers have no x-amz-trailer-signature.");
        }

        string canonical = Algorithm is { } algorithm ? $"{ChecksumNames.GetHeaderName(algorithm)}:{checksum}\n" : string.Empty;
        if (!signatures.VerifyTrailers(Encoding.ASCII.GetBytes(canonical), Encoding.ASCII.GetBytes(signature)))
        {
            throw new S3Exception(S3Errors.SignatureDoesNotMatch);
        }
    }

    private ObjectChecksum? ParseChecksum(string? value)
    {
        if (Algorithm is not { } algorithm)
        {
            return null;
        }

        return ChecksumNames.TryParseValue(algorithm, value, out ObjectChecksum? checksum)
            ? checksum
            : throw new S3Exception(
                S3Errors.InvalidRequest, $"Value for {ChecksumNames.GetHeaderName(algorithm)} trailing header is invalid.");
    }
}
