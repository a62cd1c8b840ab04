using ObjectStore.Drives.Catalog;
using ObjectStore.Drives.Index;
using ObjectStore.Metadata;

namespace ObjectStore.Drives.Replica;

/// <summary>Writes the entries of an installed state to an index, in batches of bounded size.</summary>
internal sealed class StateWriter(IDriveIndex index) : IDisposable
{
    private const int BatchBytes = 1 << 20;

    private readonly IIndexBatch _batch = index.CreateBatch();
    private int _bytes;

    public void Add(ReadOnlySpan<byte> key, CommitStamp stamp, ReadOnlySpan<byte> value)
    {
        Span<byte> stampBytes = stackalloc byte[CommitStamp.Size];
        stamp.Write(stampBytes);
        _batch.Put(CatalogKeys.Metadata, key, stampBytes, value);
        _bytes += key.Length + value.Length;
        if (_bytes >= BatchBytes)
        {
            Finish();
        }
    }

    /// <summary>Writes what is left.</summary>
    public void Finish()
    {
        index.Write(_batch);
        _batch.Clear();
        _bytes = 0;
    }

    public void Dispose() => _batch.Dispose();
}
