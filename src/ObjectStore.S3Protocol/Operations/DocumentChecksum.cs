using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace ObjectStore.S3Protocol.Operations;

/// <summary>Computes the checksums of documents, which are in memory as a whole.</summary>
internal static class DocumentChecksum
{
    /// <summary>Gives a document's checksum, most significant byte first.</summary>
    public static byte[] Compute(ChecksumAlgorithm algorithm, ReadOnlySpan<byte> document)
    {
        switch (algorithm)
        {
            case ChecksumAlgorithm.Crc32:
                return Compute32(Crc32ParameterSet.Crc32, document);
            case ChecksumAlgorithm.Crc32C:
                return Compute32(Crc32ParameterSet.Crc32C, document);
            case ChecksumAlgorithm.Crc64Nvme:
                byte[] crc64 = new byte[sizeof(ulong)];
                var hash = new Crc64(Crc64ParameterSet.Nvme);
                hash.Append(document);
                BinaryPrimitives.WriteUInt64BigEndian(crc64, hash.GetCurrentHashAsUInt64());
                return crc64;
            case ChecksumAlgorithm.Sha1:
                return SHA1.HashData(document);
            case ChecksumAlgorithm.Sha256:
                return SHA256.HashData(document);
            default:
                throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, null);
        }
    }

    private static byte[] Compute32(Crc32ParameterSet parameters, ReadOnlySpan<byte> document)
    {
        byte[] crc = new byte[sizeof(uint)];
        var hash = new Crc32(parameters);
        hash.Append(document);
        BinaryPrimitives.WriteUInt32BigEndian(crc, hash.GetCurrentHashAsUInt32());
        return crc;
    }
}
