using System.Runtime.InteropServices;

namespace ObjectStore.Benchmarks.Comparisons;

/// <summary>Intel's Intelligent Storage Acceleration Library, as the benchmarks' reference. It codes over the same field.</summary>
internal static unsafe partial class IsaL
{
    private const string Library = "libisal.so.2";

    // Of each coefficient, the library's table has this many bytes.
    private const int TableBytes = 32;

    /// <summary>Whether the library is on this machine (Debian: apt-get install libisal2).</summary>
    public static bool IsInstalled { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <summary>The tables of a matrix of <paramref name="rows"/> outputs and <paramref name="columns"/> inputs, in native memory that lives as long as the process.</summary>
    public static byte* CreateTables(ReadOnlySpan<byte> matrix, int rows, int columns)
    {
        byte* tables = (byte*)NativeMemory.AlignedAlloc((nuint)(TableBytes * rows * columns), 64);
        fixed (byte* elements = matrix)
        {
            InitTables(columns, rows, elements, tables);
        }

        return tables;
    }

    [LibraryImport(Library, EntryPoint = "ec_encode_data")]
    public static partial void Encode(int length, int inputCount, int outputCount, byte* tables, byte** inputs, byte** outputs);

    [LibraryImport(Library, EntryPoint = "ec_init_tables")]
    private static partial void InitTables(int inputCount, int outputCount, byte* matrix, byte* tables);
}
