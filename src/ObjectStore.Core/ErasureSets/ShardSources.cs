using System.Numerics;
using ObjectStore.Blobs;
using ObjectStore.Drives;

namespace ObjectStore.ErasureSets;

/// <summary>
/// The shards of a blob, opened as they are needed and each at most once, with what is known of their state. Every shard found missing or damaged is reported
/// once. Thread-safe but for <see cref="DisposeAsync"/>.
/// </summary>
internal sealed class ShardSources : IAsyncDisposable
{
    private readonly ErasureSet _set;
    private readonly IHealReporter? _reporter;
    private readonly Task<IShardReader?>?[] _readers;
    private readonly Lock _lock = new();
    private BlobOwner? _owner;
    private uint _open;
    private uint _bad;
    private uint _offline;
    private uint _reported;

    public ShardSources(ErasureSet set, BlobRef blob, IHealReporter? reporter)
    {
        _set = set;
        _reporter = reporter;
        Blob = blob;
        Layout = new BlobLayout(blob);
        _readers = new Task<IShardReader?>?[Layout.Geometry.TotalShards];
    }

    public BlobRef Blob { get; }

    public BlobLayout Layout { get; }

    /// <summary>Bit n: shard n is open for reading.</summary>
    public uint Open => Volatile.Read(ref _open);

    /// <summary>Bit n: shard n is missing, or a block of it was found damaged.</summary>
    public uint Bad => Volatile.Read(ref _bad);

    /// <summary>Bit n: the drive of shard n is not there.</summary>
    public uint Offline => Volatile.Read(ref _offline);

    /// <summary>
    /// Opens shards, in order from the first, until <paramref name="count"/> are open or none is left; gives whether that succeeded.
    /// </summary>
    public async ValueTask<bool> OpenAsync(int count, CancellationToken cancellationToken)
    {
        for (int next = 0; next < _readers.Length && BitOperations.PopCount(Open) < count;)
        {
            int end = Math.Min(next + count - BitOperations.PopCount(Open), _readers.Length);
            for (int shard = next; shard < end; shard++)
            {
                _ = GetReader(shard);
            }

            for (; next < end; next++)
            {
                await GetReader(next).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return BitOperations.PopCount(Open) >= count;
    }

    /// <summary>Reads whole blocks of a shard, opening it first if need be. As <see cref="IShardReader.ReadBlocksAsync"/>, and the outcome is noted.</summary>
    public async ValueTask<DriveStatus> ReadBlocksAsync(int shard, int firstBlock, int count, Memory<byte> destination, CancellationToken cancellationToken)
    {
        IShardReader? reader = await GetReader(shard).ConfigureAwait(false);
        if (reader is null)
        {
            return (Offline & (1u << shard)) != 0 ? DriveStatus.Offline : DriveStatus.NotFound;
        }

        DriveStatus status = await reader.ReadBlocksAsync(firstBlock, count, destination, cancellationToken).ConfigureAwait(false);
        Note(shard, status);
        return status;
    }

    /// <summary>The error of a stripe, or of the whole blob, of which only <paramref name="good"/> can be read.</summary>
    public StorageException Insufficient(uint good)
    {
        Report();
        int needed = Layout.Geometry.DataShards;
        string message = $"Only {BitOperations.PopCount(good)} of the {_readers.Length} shards of blob {Blob.Id} can be read; {needed} are needed.";
        bool mayReturn = BitOperations.PopCount(good | Offline) >= needed;
        return new StorageException(mayReturn ? StorageErrorCode.Unavailable : StorageErrorCode.DataDamaged, message);
    }

    /// <summary>Reports the shards that were found bad and not reported yet.</summary>
    public void Report()
    {
        // Without an owner no shard could be opened: then there is nothing that healing could start from.
        if (_reporter is null || Volatile.Read(ref _owner) is not { } owner)
        {
            return;
        }

        uint bad = Bad;
        uint news = bad & ~Interlocked.Or(ref _reported, bad);
        if (news != 0)
        {
            _reporter.Report(Blob, owner, news);
        }
    }

    /// <summary>Closes the shards. No read may be under way.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (Task<IShardReader?>? opening in _readers)
        {
            if (opening is not null)
            {
                await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (opening.IsCompletedSuccessfully)
                {
                    opening.Result?.Dispose();
                }
            }
        }
    }

    private Task<IShardReader?> GetReader(int shard)
    {
        lock (_lock)
        {
            // Not cancelled with the caller that happens to come first: others wait for it too.
            return _readers[shard] ??= OpenOneAsync(shard);
        }
    }

    private async Task<IShardReader?> OpenOneAsync(int shard)
    {
        IDrive? drive = _set.SlotOf(Blob.Id, shard).OnlineDrive;
        if (drive is null)
        {
            Note(shard, DriveStatus.Offline);
            return null;
        }

        (DriveStatus status, IShardReader? reader) = await drive.OpenShardAsync(new ShardRef(new ShardKey(Blob.Id, (byte)shard), Layout.ShardLength)).ConfigureAwait(false);
        if (reader is not null && (status != DriveStatus.Ok || !IsExpected(reader, shard)))
        {
            reader.Dispose();
            reader = null;
            status = status == DriveStatus.Ok ? DriveStatus.Corrupt : status;
        }

        if (reader is null)
        {
            Note(shard, status);
            return null;
        }

        Interlocked.CompareExchange(ref _owner, reader.Descriptor.Owner, null);
        Interlocked.Or(ref _open, 1u << shard);
        return reader;
    }

    private bool IsExpected(IShardReader reader, int shard)
        => reader.Length == Layout.ShardLength
            && reader.Descriptor.Key == new ShardKey(Blob.Id, (byte)shard)
            && reader.Descriptor.DataShards == Blob.DataShards
            && reader.Descriptor.ParityShards == Blob.ParityShards;

    private void Note(int shard, DriveStatus status)
    {
        switch (status)
        {
            case DriveStatus.Ok:
                break;
            case DriveStatus.NotFound or DriveStatus.Corrupt:
                Interlocked.Or(ref _bad, 1u << shard);
                break;
            default:
                Interlocked.Or(ref _offline, 1u << shard);
                Interlocked.And(ref _open, ~(1u << shard));
                break;
        }
    }
}
