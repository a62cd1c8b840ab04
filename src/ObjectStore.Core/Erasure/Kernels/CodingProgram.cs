namespace ObjectStore.Erasure.Kernels;

/// <summary>A coding matrix made ready for one kernel. Immutable and thread-safe.</summary>
internal abstract unsafe class CodingProgram(CodingMatrix matrix)
{
    /// <summary>The columns of the matrix.</summary>
    public int Inputs => Matrix.Columns;

    /// <summary>The rows of the matrix.</summary>
    public int Outputs => Matrix.Rows;

    protected CodingMatrix Matrix { get; } = matrix;

    /// <summary>Output i = the sum over j of matrix[i, j] * input j, byte by byte.</summary>
    /// <param name="inputs">As many pointers as <see cref="Inputs"/>, of any alignment.</param>
    /// <param name="outputs">As many pointers as <see cref="Outputs"/>, of any alignment; they overlap neither each other nor an input.</param>
    /// <param name="length">Bytes per shard.</param>
    public abstract void Run(byte** inputs, byte** outputs, nuint length);
}
