namespace ObjectStore.Erasure;

/// <summary>
/// A matrix over <see cref="GaloisField"/>. Immutable. One row per output shard, one column per input shard.
/// </summary>
internal sealed class CodingMatrix
{
    private readonly byte[] _elements;

    private CodingMatrix(int rows, int columns, byte[] elements)
    {
        Rows = rows;
        Columns = columns;
        _elements = elements;
    }

    public int Rows { get; }

    public int Columns { get; }

    public byte this[int row, int column] => _elements[(row * Columns) + column];

    /// <summary>
    /// The k + m rows that turn k data shards into all shards: the identity, then the parity rows. The parity rows of every geometry are the
    /// top left corner of one matrix, which is part of the disk format:
    /// <code>parity[i, j] = (16 ^ j) * (16 ^ i) / (16 * (16 ^ i ^ j))    (^ is exclusive or; * and / are those of the field)</code>
    /// That is the Cauchy matrix 1 / (x_i + y_j) with x_i = 16 ^ i and y_j = j, its columns and then its rows scaled so that the first row and
    /// the first column are ones: the first parity shard is the exclusive or of the data, and with k = 1 every shard is a copy.
    /// Every square part of a Cauchy matrix is invertible and scaling by non-zero factors keeps that, so any k of the shards suffice.
    /// Sources: J. Blömer et al., "An XOR-Based Erasure-Resilient Coding Scheme" (1995); J. S. Plank and L. Xu, "Optimizing Cauchy
    /// Reed-Solomon Codes for Fault-Tolerant Network Storage Applications" (2006).
    /// </summary>
    public static CodingMatrix Generator(ErasureGeometry geometry)
    {
        int k = geometry.DataShards;
        var elements = new byte[geometry.TotalShards * k];
        for (int row = 0; row < geometry.TotalShards; row++)
        {
            for (int column = 0; column < k; column++)
            {
                elements[(row * k) + column] = row < k ? (byte)(row == column ? 1 : 0) : ParityElement(row - k, column);
            }
        }

        return new CodingMatrix(geometry.TotalShards, k, elements);
    }

    /// <summary>A matrix of one row.</summary>
    public static CodingMatrix Row(params ReadOnlySpan<byte> elements) => new(1, elements.Length, elements.ToArray());

    /// <summary>Rows of this matrix, in the order of the bits of <paramref name="mask"/>, lowest first.</summary>
    public CodingMatrix SelectRows(uint mask)
    {
        var elements = new List<byte>(Rows * Columns);
        for (int row = 0; row < Rows; row++)
        {
            if ((mask >> row & 1) != 0)
            {
                elements.AddRange(_elements.AsSpan(row * Columns, Columns));
            }
        }

        return new CodingMatrix(elements.Count / Columns, Columns, [.. elements]);
    }

    /// <summary>This matrix times <paramref name="right"/>.</summary>
    public CodingMatrix Multiply(CodingMatrix right)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(right.Rows, Columns);
        var elements = new byte[Rows * right.Columns];
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < right.Columns; column++)
            {
                byte sum = 0;
                for (int i = 0; i < Columns; i++)
                {
                    sum ^= GaloisField.Multiply(this[row, i], right[i, column]);
                }

                elements[(row * right.Columns) + column] = sum;
            }
        }

        return new CodingMatrix(Rows, right.Columns, elements);
    }

    /// <summary>The inverse, by Gauss-Jordan elimination.</summary>
    /// <exception cref="InvalidOperationException">The matrix is singular. That cannot happen for k rows of a generator.</exception>
    public CodingMatrix Invert()
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(Rows, Columns);
        int n = Rows;
        var left = (byte[])_elements.Clone();
        var right = new byte[n * n];
        for (int i = 0; i < n; i++)
        {
            right[(i * n) + i] = 1;
        }

        for (int column = 0; column < n; column++)
        {
            int pivot = FindPivot(left, n, column);
            SwapRows(left, n, pivot, column);
            SwapRows(right, n, pivot, column);
            byte scale = GaloisField.Invert(left[(column * n) + column]);
            ScaleRow(left.AsSpan(column * n, n), scale);
            ScaleRow(right.AsSpan(column * n, n), scale);
            for (int row = 0; row < n; row++)
            {
                byte factor = left[(row * n) + column];
                if (row != column && factor != 0)
                {
                    AddScaledRow(left, n, row, column, factor);
                    AddScaledRow(right, n, row, column, factor);
                }
            }
        }

        return new CodingMatrix(n, n, right);
    }

    private static byte ParityElement(int parity, int data)
    {
        byte x = (byte)(ErasureGeometry.MaxShards ^ parity);
        byte scaled = GaloisField.Multiply((byte)(ErasureGeometry.MaxShards ^ data), x);
        return GaloisField.Divide(scaled, GaloisField.Multiply(ErasureGeometry.MaxShards, (byte)(x ^ data)));
    }

    private static int FindPivot(byte[] matrix, int n, int column)
    {
        for (int row = column; row < n; row++)
        {
            if (matrix[(row * n) + column] != 0)
            {
                return row;
            }
        }

        throw new InvalidOperationException("The coding matrix is singular.");
    }

    private static void SwapRows(byte[] matrix, int n, int a, int b)
    {
        for (int i = 0; i < n; i++)
        {
            (matrix[(a * n) + i], matrix[(b * n) + i]) = (matrix[(b * n) + i], matrix[(a * n) + i]);
        }
    }

    private static void ScaleRow(Span<byte> row, byte factor)
    {
        foreach (ref byte element in row)
        {
            element = GaloisField.Multiply(element, factor);
        }
    }

    private static void AddScaledRow(byte[] matrix, int n, int target, int source, byte factor)
    {
        for (int i = 0; i < n; i++)
        {
            matrix[(target * n) + i] ^= GaloisField.Multiply(matrix[(source * n) + i], factor);
        }
    }
}
