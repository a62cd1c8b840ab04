using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Streaming;
using ObjectStore.S3Protocol.Values;

namespace ObjectStore.S3Protocol.Operations.Parameters;

/// <summary>Reads which checksums an object is to have.</summary>
internal static class ChecksumParameters
{
    /// <summary>The algorithm of <c>x-amz-checksum-algorithm</c>; null if it is absent.</summary>
    /// <exception cref="S3Exception">NotImplemented or InvalidRequest.</exception>
    public static ChecksumAlgorithm? ReadAlgorithm(RequestFields fields)
    {
        string? name = fields.Find("x-amz-checksum-algorithm");
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }

        if (ChecksumNames.IsUnsupported(name))
        {
            throw new S3Exception(S3Errors.NotImplemented, $"The checksum algorithm {name.ToUpperInvariant()} is not supported.");
        }

        return ChecksumNames.TryParseName(name, out ChecksumAlgorithm algorithm)
            ? algorithm
            : throw new S3Exception(
                S3Errors.InvalidRequest,
                "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
    }

    /// <summary>The type of <c>x-amz-checksum-type</c>; null if it is absent.</summary>
    /// <exception cref="S3Exception">InvalidRequest.</exception>
    public static ChecksumType? ReadType(RequestFields fields) => fields.Find("x-amz-checksum-type") switch
    {
        null or "" => null,
        "COMPOSITE" => ChecksumType.Composite,
        "FULL_OBJECT" => ChecksumType.FullObject,
        _ => throw new S3Exception(S3Errors.InvalidRequest, "Value for x-amz-checksum-type header is invalid."),
    };

    /// <summary>Checks that an algorithm can give checksums of a type.</summary>
    /// <exception cref="S3Exception">InvalidRequest.</exception>
    public static void CheckCombination(ChecksumAlgorithm? algorithm, ChecksumType? type)
    {
        if (type is null)
        {
            return;
        }

        if (algorithm is null)
        {
            throw new S3Exception(S3Errors.InvalidRequest, "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
        }

        bool isPossible = type == ChecksumType.Composite
            ? algorithm != ChecksumAlgorithm.Crc64Nvme
            : algorithm is not (ChecksumAlgorithm.Sha1 or ChecksumAlgorithm.Sha256);
        if (!isPossible)
        {
            throw new S3Exception(
                S3Errors.InvalidRequest,
                $"The {ChecksumText.NameOf(type.Value)} checksum type cannot be used with the {ChecksumNames.GetName(algorithm.Value).ToLowerInvariant()} checksum algorithm.");
        }
    }

    /// <summary>The checksum of a whole multipart object in an <c>x-amz-checksum-*</c> header; null if there is none.</summary>
    /// <exception cref="S3Exception">InvalidRequest.</exception>
    public static ObjectChecksum? ReadObjectChecksum(RequestFields fields)
    {
        ObjectChecksum? found = null;
        foreach ((string name, string value) in fields.VendorFields())
        {
            if (!ChecksumNames.TryParseHeaderName(name, out ChecksumAlgorithm algorithm))
            {
                continue;
            }

            if (found is not null)
            {
                throw new S3Exception(S3Errors.InvalidRequest, "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
            }

            found = ChecksumText.TryDecode(algorithm, value, out ObjectChecksum? checksum)
                ? checksum
                : throw new S3Exception(S3Errors.InvalidRequest, $"Value for {name} header is invalid.");
        }

        return found;
    }
}
