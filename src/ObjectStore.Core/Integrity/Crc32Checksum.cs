using System.Buffers.Binary;
using System.IO.Hashing;

namespace ObjectStore.Integrity;

/// <summary>A CRC of 32 bits.</summary>
internal sealed class Crc32Checksum(ChecksumAlgorithm algorithm, Crc32ParameterSet parameters) : ContentChecksum(algorithm)
{
    private readonly Crc32 _crc = new(parameters);

    public override void Append(ReadOnlySpan<byte> content) => _crc.Append(content);

    private protected override void FinishCore(Span<byte> destination)
    {
        // The library writes reflected CRCs least significant byte first; S3 wants the most significant first.
        BinaryPrimitives.WriteUInt32BigEndian(destination, _crc.GetCurrentHashAsUInt32());
        _crc.Reset();
    }
}
