using System.Numerics;
using ObjectStore.Erasure;
using Xunit;

namespace ObjectStore.Core.Tests.Erasure;

public sealed class CodingMatrixTests
{
    public static TheoryData<int, int> AllGeometries()
    {
        var data = new TheoryData<int, int>();
        for (int k = 1; k <= ErasureGeometry.MaxShards; k++)
        {
            for (int m = 0; k + m <= ErasureGeometry.MaxShards; m++)
            {
                data.Add(k, m);
            }
        }

        return data;
    }

    [Fact]
    public void Generator_LargestGeometries_AreThoseOfTheDiskFormat()
    {
        // Part of the disk format: a change of any byte makes existing data unreadable.
        Assert.Equal(
            "010101010101010101010101 "
            + "01820a15803753586e405116 "
            + "010a37da27f749515491b5b4 "
            + "0115dab4a57ed07fc143dbf4",
            ParityHex(new ErasureGeometry(12, 4)));
        Assert.Equal(
            "0101010101010101 01820a1580375358 010a37da27f74951 0115dab4a57ed07f "
            + "018027a5d9e1a163 0137f77ee15a68b5 015349d0a168ef3a 0158517f63b53a6c",
            ParityHex(new ErasureGeometry(8, 8)));
    }

    [Theory]
    [MemberData(nameof(AllGeometries))]
    public void Generator_AnyGeometry_IsTheIdentityAboveTheCornerOfOneMatrix(int k, int m)
    {
        CodingMatrix matrix = CodingMatrix.Generator(new ErasureGeometry(k, m));

        for (int row = 0; row < k + m; row++)
        {
            for (int column = 0; column < k; column++)
            {
                int expected = row < k ? (row == column ? 1 : 0) : LargestParity(row - k, column);
                Assert.Equal(expected, matrix[row, column]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllGeometries))]
    public void Generator_AnyGeometry_HasOnesInTheFirstParityRowAndColumn(int k, int m)
    {
        CodingMatrix matrix = CodingMatrix.Generator(new ErasureGeometry(k, m));

        Assert.All(Enumerable.Range(0, m > 0 ? k : 0), column => Assert.Equal(1, matrix[k, column]));
        Assert.All(Enumerable.Range(0, m), row => Assert.Equal(1, matrix[k + row, 0]));
    }

    [Theory]
    [InlineData(12, 4)]
    [InlineData(8, 8)]
    [InlineData(4, 8)]
    [InlineData(2, 14)]
    [InlineData(15, 1)]
    public void Invert_EveryChoiceOfKRows_GivesTheInverse(int k, int m)
    {
        CodingMatrix generator = CodingMatrix.Generator(new ErasureGeometry(k, m));

        for (uint mask = 0; mask < 1u << (k + m); mask++)
        {
            if (BitOperations.PopCount(mask) == k)
            {
                CodingMatrix chosen = generator.SelectRows(mask);
                AssertIdentity(chosen.Multiply(chosen.Invert()));
            }
        }
    }

    [Fact]
    public void Invert_SingularMatrix_Throws()
    {
        CodingMatrix columnOfOnes = CodingMatrix.Generator(new ErasureGeometry(1, 1));
        CodingMatrix rowOfOnes = CodingMatrix.Generator(new ErasureGeometry(2, 1)).SelectRows(0b100);

        Assert.Throws<InvalidOperationException>(() => columnOfOnes.Multiply(rowOfOnes).Invert());
    }

    private static int LargestParity(int row, int column)
        => Enumerable.Range(0, 256).Single(quotient => GaloisProduct(quotient, GaloisProduct(16, 16 ^ row ^ column)) == GaloisProduct(16 ^ column, 16 ^ row));

    private static int GaloisProduct(int a, int b) => GaloisField.Multiply((byte)a, (byte)b);

    private static string ParityHex(ErasureGeometry geometry)
    {
        CodingMatrix generator = CodingMatrix.Generator(geometry);
        IEnumerable<string> rows = Enumerable.Range(geometry.DataShards, geometry.ParityShards).Select(row => Convert.ToHexStringLower(
            [.. Enumerable.Range(0, geometry.DataShards).Select(column => generator[row, column])]));
        return string.Join(' ', rows);
    }

    private static void AssertIdentity(CodingMatrix matrix)
    {
        for (int row = 0; row < matrix.Rows; row++)
        {
            for (int column = 0; column < matrix.Columns; column++)
            {
                Assert.True(matrix[row, column] == (row == column ? 1 : 0), $"Not the identity at {row}, {column}.");
            }
        }
    }
}
