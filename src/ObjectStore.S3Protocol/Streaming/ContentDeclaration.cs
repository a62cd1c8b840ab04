using Microsoft.Extensions.Primitives;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Signing;

namespace ObjectStore.S3Protocol.Streaming;

/// <summary>What a request says its content hashes to: in its head, or in a trailer that it announces. Immutable.</summary>
internal sealed class ContentDeclaration
{
    private const string OneChecksumOnly = "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.";

    private ContentDeclaration(ReadOnlyMemory<byte>? contentMd5, ObjectChecksum? checksum, ChecksumAlgorithm? trailingAlgorithm)
    {
        ContentMd5 = contentMd5;
        Checksum = checksum;
        TrailingAlgorithm = trailingAlgorithm;
    }

    /// <summary>The content's MD5 (16 bytes); null if it was not declared.</summary>
    public ReadOnlyMemory<byte>? ContentMd5 { get; }

    /// <summary>The content's checksum; null if none stands in the head.</summary>
    public ObjectChecksum? Checksum { get; }

    /// <summary>The algorithm of the checksum that follows in a trailer; null if none was announced.</summary>
    public ChecksumAlgorithm? TrailingAlgorithm { get; }

    /// <summary>The algorithm of either.</summary>
    public ChecksumAlgorithm? Algorithm => TrailingAlgorithm ?? Checksum?.Algorithm;

    /// <summary>Reads the declaration of a request whose checksum headers speak of its body (not of a whole multipart object).</summary>
    /// <exception cref="S3Exception">InvalidDigest, InvalidRequest, or NotImplemented for algorithms that are not supported.</exception>
    public static ContentDeclaration Parse(S3RequestContext context)
    {
        ObjectChecksum? checksum = ParseChecksum(context);
        ChecksumAlgorithm? trailing = ParseTrailer(context.GetHeader(AmzHeaders.Trailer));
        if (checksum is not null && trailing is not null)
        {
            throw new S3Exception(S3Errors.InvalidRequest, OneChecksumOnly);
        }

        ValidateSdkAlgorithm(context.GetHeader(AmzHeaders.SdkChecksumAlgorithm), trailing ?? checksum?.Algorithm);
        return new ContentDeclaration(ParseMd5(context.GetHeader("content-md5")), checksum, trailing);
    }

    /// <summary>Reads the declaration of a request whose checksum headers speak of a multipart object: only an MD5 can be its body's.</summary>
    /// <exception cref="S3Exception">InvalidDigest.</exception>
    public static ContentDeclaration ParseMd5Only(S3RequestContext context)
        => new(ParseMd5(context.GetHeader("content-md5")), checksum: null, trailingAlgorithm: null);

    private static ReadOnlyMemory<byte>? ParseMd5(StringValues values)
    {
        if (values.Count == 0)
        {
            return null;
        }

        return values.Count == 1 && ChecksumNames.TryDecode(values[0], 16, out byte[] md5)
            ? (ReadOnlyMemory<byte>)md5
            : throw new S3Exception(S3Errors.InvalidDigest, "The Content-MD5 you specified was invalid.");
    }

    private static ObjectChecksum? ParseChecksum(S3RequestContext context)
    {
        ObjectChecksum? found = null;
        foreach (KeyValuePair<string, StringValues> header in context.Headers)
        {
            if (!header.Key.StartsWith(AmzHeaders.ChecksumPrefix, StringComparison.OrdinalIgnoreCase)
                || !IsChecksum(header.Key, out ChecksumAlgorithm algorithm))
            {
                continue;
            }

            if (found is not null || header.Value.Count != 1)
            {
                throw new S3Exception(S3Errors.InvalidRequest, OneChecksumOnly);
            }

            if (!ChecksumNames.TryParseValue(algorithm, header.Value[0], out found))
            {
                throw new S3Exception(S3Errors.InvalidRequest, $"Value for {header.Key.ToLowerInvariant()} header is invalid.");
            }
        }

        return found;
    }

    /// <summary>Tells checksums from the headers beside them that have the same prefix.</summary>
    private static bool IsChecksum(string header, out ChecksumAlgorithm algorithm)
    {
        ReadOnlySpan<char> name = header.AsSpan(AmzHeaders.ChecksumPrefix.Length);
        if (ChecksumNames.TryParseName(name, out algorithm))
        {
            return true;
        }

        if (ChecksumNames.IsUnsupported(name))
        {
            throw NotSupported(name);
        }

        if (name.Equals("algorithm", StringComparison.OrdinalIgnoreCase)
            || name.Equals("mode", StringComparison.OrdinalIgnoreCase)
            || name.Equals("type", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        throw new S3Exception(S3Errors.InvalidRequest, $"The header '{header.ToLowerInvariant()}' is not a checksum.");
    }

    private static ChecksumAlgorithm? ParseTrailer(StringValues values)
    {
        if (values.Count == 0)
        {
            return null;
        }

        ReadOnlySpan<char> name = values.Count == 1 ? values[0].AsSpan().Trim(' ') : [];
        if (ChecksumNames.TryParseHeaderName(name, out ChecksumAlgorithm algorithm))
        {
            return algorithm;
        }

        if (name.StartsWith(AmzHeaders.ChecksumPrefix, StringComparison.OrdinalIgnoreCase)
            && ChecksumNames.IsUnsupported(name[AmzHeaders.ChecksumPrefix.Length..]))
        {
            throw NotSupported(name[AmzHeaders.ChecksumPrefix.Length..]);
        }

        throw new S3Exception(S3Errors.InvalidRequest, "The value specified in the x-amz-trailer header is not supported");
    }

    private static void ValidateSdkAlgorithm(StringValues values, ChecksumAlgorithm? declared)
    {
        if (values.Count == 0)
        {
            return;
        }

        string name = values.Count == 1 ? values[0] ?? string.Empty : string.Empty;
        if (ChecksumNames.IsUnsupported(name))
        {
            throw NotSupported(name);
        }

        if (!ChecksumNames.TryParseName(name, out ChecksumAlgorithm algorithm) || (declared is not null && declared != algorithm))
        {
            throw new S3Exception(S3Errors.InvalidRequest, "Value for x-amz-sdk-checksum-algorithm header is invalid.");
        }

        if (declared is null)
        {
            throw new S3Exception(
                S3Errors.InvalidRequest,
                "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.");
        }
    }

    private static S3Exception NotSupported(ReadOnlySpan<char> name)
        => new(S3Errors.NotImplemented, $"The checksum algorithm {name.ToString().ToUpperInvariant()} is not supported.");
}
