using System.Runtime.InteropServices;

namespace ObjectStore.Drives.Index;

/// <summary>A rocksdb_slice_t: bytes that the library owns.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct RocksDbSlice
{
    private readonly byte* _data;
    private readonly nuint _size;

    public ReadOnlySpan<byte> Bytes => new(_data, checked((int)_size));
}
