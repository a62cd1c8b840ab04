using System.Buffers.Binary;
using ObjectStore.Integrity.Kernels;

namespace ObjectStore.Integrity;

/// <summary>A CRC that begins with all ones and ends inverted, as those of S3 do.</summary>
internal sealed class CrcChecksum : ContentChecksum
{
    private static readonly CrcProgram Crc32 = CrcKernels.Best.Compile(CrcPolynomial.Crc32);
    private static readonly CrcProgram Crc32C = CrcKernels.Best.Compile(CrcPolynomial.Crc32C);
    private static readonly CrcProgram Crc64Nvme = CrcKernels.Best.Compile(CrcPolynomial.Crc64Nvme);

    private readonly CrcProgram _program;
    private readonly ulong _ones;
    private ulong _register;

    /// <exception cref="ArgumentOutOfRangeException">The algorithm is not a CRC.</exception>
    public CrcChecksum(ChecksumAlgorithm algorithm)
        : base(algorithm)
    {
        _program = algorithm switch
        {
            ChecksumAlgorithm.Crc32 => Crc32,
            ChecksumAlgorithm.Crc32C => Crc32C,
            ChecksumAlgorithm.Crc64Nvme => Crc64Nvme,
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Not a CRC."),
        };
        _ones = Size == sizeof(uint) ? uint.MaxValue : ulong.MaxValue;
        _register = _ones;
    }

    public override void Append(ReadOnlySpan<byte> content) => _register = _program.Append(_register, content);

    private protected override void FinishCore(Span<byte> destination)
    {
        ulong value = _register ^ _ones;
        _register = _ones;
        if (destination.Length == sizeof(uint))
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)value);
        }
        else
        {
            BinaryPrimitives.WriteUInt64BigEndian(destination, value);
        }
    }
}
