namespace ObjectStore.Integrity.Kernels;

/// <summary>
/// The polynomial P = x^64 + ... of a reflected CRC, with all that kernels derive from it. The bit of highest value of a 64-bit word stands for x^0. A CRC of
/// 32 bits is one of 64 bits whose polynomial is a multiple of x^32: its register keeps the upper half at zero, so every kernel serves both. Immutable.
/// </summary>
internal sealed class CrcPolynomial
{
    public static readonly CrcPolynomial Crc32 = new(0xEDB8_8320);
    public static readonly CrcPolynomial Crc32C = new(0x82F6_3B78);
    public static readonly CrcPolynomial Crc64Nvme = new(0x9A6C_9329_AC4B_C9B5);

    private const int Width = 64;
    private const int TableRows = 8;

    private CrcPolynomial(ulong value)
    {
        Value = value;
        Tables = CreateTables(value);
        Quotient = DivideIntoPower(value);
    }

    /// <summary>P without x^64.</summary>
    public ulong Value { get; }

    /// <summary>floor(x^128 / P) without x^64: the factor of Barrett's reduction.</summary>
    public ulong Quotient { get; }

    /// <summary>Row r, entry b at [256 r + b]: the register 8 (r + 1) bits after a byte b entered the register zero.</summary>
    public ulong[] Tables { get; }

    /// <summary>x^exponent modulo P.</summary>
    public ulong Power(int exponent)
    {
        ulong power = 1UL << (Width - 1);
        for (int i = 0; i < exponent; i++)
        {
            power = Next(power, Value);
        }

        return power;
    }

    // Multiplies by x.
    private static ulong Next(ulong register, ulong polynomial) => (register >> 1) ^ ((register & 1) * polynomial);

    private static ulong[] CreateTables(ulong polynomial)
    {
        var tables = new ulong[TableRows << 8];
        for (int entry = 0; entry < 256; entry++)
        {
            ulong register = (uint)entry;
            for (int row = 0; row < TableRows; row++)
            {
                for (int bit = 0; bit < 8; bit++)
                {
                    register = Next(register, polynomial);
                }

                tables[(row << 8) + entry] = register;
            }
        }

        return tables;
    }

    // Long division of x^128 by P: when x^64 of the quotient is done, P itself is the remainder. Each further coefficient, from x^63 down, is the one that leaves
    // the remainder as it moves on.
    private static ulong DivideIntoPower(ulong polynomial)
    {
        ulong remainder = polynomial;
        ulong quotient = 0;
        for (int power = Width - 1; power >= 0; power--)
        {
            quotient |= (remainder & 1) << (Width - 1 - power);
            remainder = Next(remainder, polynomial);
        }

        return quotient;
    }
}
