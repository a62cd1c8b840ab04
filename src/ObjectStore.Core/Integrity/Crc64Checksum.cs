using System.Buffers.Binary;
using System.IO.Hashing;

namespace ObjectStore.Integrity;

/// <summary>A CRC of 64 bits.</summary>
internal sealed class Crc64Checksum(ChecksumAlgorithm algorithm, Crc64ParameterSet parameters) : ContentChecksum(algorithm)
{
    private readonly Crc64 _crc = new(parameters);

    public override void Append(ReadOnlySpan<byte> content) => _crc.Append(content);

    private protected override void FinishCore(Span<byte> destination)
    {
        // The library writes reflected CRCs least significant byte first; S3 wants the most significant first.
        BinaryPrimitives.WriteUInt64BigEndian(destination, _crc.GetCurrentHashAsUInt64());
        _crc.Reset();
    }
}
