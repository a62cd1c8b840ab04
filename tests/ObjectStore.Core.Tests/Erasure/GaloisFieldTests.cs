using FsCheck.Xunit;
using ObjectStore.Erasure;
using Xunit;

namespace ObjectStore.Core.Tests.Erasure;

public sealed class GaloisFieldTests
{
    [Fact]
    public void Multiply_EveryPair_EqualsPolynomialProductModulo11D()
    {
        for (int a = 0; a < 256; a++)
        {
            for (int b = 0; b < 256; b++)
            {
                Assert.Equal(MultiplyPolynomials(a, b), GaloisField.Multiply((byte)a, (byte)b));
            }
        }
    }

    [Property]
    public bool Multiply_Any_IsCommutativeAndAssociative(byte a, byte b, byte c)
        => GaloisField.Multiply(a, b) == GaloisField.Multiply(b, a)
        && GaloisField.Multiply(GaloisField.Multiply(a, b), c) == GaloisField.Multiply(a, GaloisField.Multiply(b, c));

    [Property]
    public bool Multiply_Sum_Distributes(byte a, byte b, byte c)
        => GaloisField.Multiply(a, (byte)(b ^ c)) == (GaloisField.Multiply(a, b) ^ GaloisField.Multiply(a, c));

    [Property]
    public bool Divide_Product_GivesTheOtherFactor(byte a, byte b)
        => b == 0 || GaloisField.Divide(GaloisField.Multiply(a, b), b) == a;

    [Fact]
    public void Invert_EveryElementButZero_GivesOneAsProduct()
    {
        for (int a = 1; a < 256; a++)
        {
            Assert.Equal(1, GaloisField.Multiply((byte)a, GaloisField.Invert((byte)a)));
        }

        Assert.Throws<DivideByZeroException>(() => GaloisField.Invert(0));
    }

    private static byte MultiplyPolynomials(int a, int b)
    {
        int product = 0;
        for (int bit = 0; bit < 8; bit++)
        {
            product ^= (b >> bit & 1) * (a << bit);
        }

        for (int bit = 15; bit >= 8; bit--)
        {
            product ^= (product >> bit & 1) * (0x11D << (bit - 8));
        }

        return (byte)product;
    }
}
