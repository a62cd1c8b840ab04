using System.Buffers.Binary;

namespace ObjectStore.Integrity.Kernels;

/// <summary>
/// By tables, eight bytes a step, and a byte at a time at the end: the specification of the others. Source: M. E. Kounavis and F. L. Berry, "Novel Table
/// Lookup-Based Algorithms for High-Performance CRC Generation" (2008).
/// </summary>
internal sealed class ScalarCrcKernel() : CrcKernel("Scalar")
{
    public override bool IsSupported => true;

    private protected override CrcProgram CompileCore(CrcPolynomial polynomial) => new TableProgram(polynomial.Tables);

    private sealed class TableProgram(ulong[] tables) : CrcProgram
    {
        public override ulong Append(ulong register, ReadOnlySpan<byte> content)
        {
            for (; content.Length >= sizeof(ulong); content = content[sizeof(ulong)..])
            {
                ulong word = register ^ BinaryPrimitives.ReadUInt64LittleEndian(content);
                register = 0;
                for (int i = 0; i < sizeof(ulong); i++)
                {
                    register ^= tables[((sizeof(ulong) - 1 - i) << 8) + (byte)(word >> (8 * i))];
                }
            }

            foreach (byte octet in content)
            {
                register = (register >> 8) ^ tables[(byte)register ^ octet];
            }

            return register;
        }
    }
}
