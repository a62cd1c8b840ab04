using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using ArmCrc32 = System.Runtime.Intrinsics.Arm.Crc32;

namespace ObjectStore.Integrity.Kernels;

/// <summary>The processor's own instruction for CRC32C: the fastest way for little content, though not for much.</summary>
internal static unsafe class Crc32CInstruction
{
    public static bool IsSupported => Sse42.X64.IsSupported || ArmCrc32.Arm64.IsSupported;

    /// <summary>The register after the bytes from <paramref name="data"/> to <paramref name="end"/>.</summary>
    public static ulong Append(ulong register, byte* data, byte* end)
    {
        uint crc = (uint)register;
        for (; end - data >= sizeof(ulong); data += sizeof(ulong))
        {
            ulong word = Unsafe.ReadUnaligned<ulong>(data);
            crc = Sse42.X64.IsSupported ? (uint)Sse42.X64.Crc32(crc, word) : ArmCrc32.Arm64.ComputeCrc32C(crc, word);
        }

        if (end - data >= sizeof(uint))
        {
            uint word = Unsafe.ReadUnaligned<uint>(data);
            crc = Sse42.IsSupported ? Sse42.Crc32(crc, word) : ArmCrc32.ComputeCrc32C(crc, word);
            data += sizeof(uint);
        }

        for (; data < end; data++)
        {
            crc = Sse42.IsSupported ? Sse42.Crc32(crc, *data) : ArmCrc32.ComputeCrc32C(crc, *data);
        }

        return crc;
    }
}
