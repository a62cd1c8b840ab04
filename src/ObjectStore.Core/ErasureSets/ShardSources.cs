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
    private readonly BlobLayout _layout;
    /// <summary>One for each shard. Guarded by a lock on the array: one less object a read.</summary>
    private readonly Opening[] _openings;
    private uint _open;
    private uint _bad;
    private uint _offline;
    private uint _reported;

    public ShardSources(ErasureSet set, BlobRef blob, IHealReporter? reporter)
    {
        _set = set;
        _reporter = reporter;
        Blob = blob;
        _layout = new BlobLayout(blob);
        _openings = new Opening[Layout.Geometry.TotalShards];
    }

    public BlobRef Blob { get; }

    public ref readonly BlobLayout Layout => ref _layout;

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
        for (int next = 0; next < _openings.Length && BitOperations.PopCount(Open) < count;)
        {
            int end = Math.Min(next + count - BitOperations.PopCount(Open), _openings.Length);
            for (int shard = next; shard < end; shard++)
            {
                _ = GetReader(shard);
            }

            for (; next < end; next++)
            {
                ValueTask<IShardReader?> opening = GetReader(next);
                if (!opening.IsCompletedSuccessfully)
                {
                    await opening.AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }

        return BitOperations.PopCount(Open) >= count;
    }

    /// <summary>Reads whole blocks of a shard, opening it first if need be. As <see cref="IShardReader.ReadBlocksAsync"/>, and the outcome is noted.</summary>
    public ValueTask<DriveStatus> ReadBlocksAsync(int shard, int firstBlock, int count, Memory<byte> destination, CancellationToken cancellationToken)
    {
        ValueTask<IShardReader?> opening = GetReader(shard);
        if (!opening.IsCompletedSuccessfully)
        {
            return OpenAndReadAsync(opening, shard, firstBlock, count, destination, cancellationToken);
        }

        if (opening.Result is not { } reader)
        {
            return new ValueTask<DriveStatus>(StatusOfMissing(shard));
        }

        // Mostly from memory, and then nothing is awaited.
        ValueTask<DriveStatus> reading = reader.ReadBlocksAsync(firstBlock, count, destination, cancellationToken);
        return reading.IsCompletedSuccessfully ? new ValueTask<DriveStatus>(Note(shard, reading.Result)) : NoteAsync(shard, reading);
    }

    /// <summary>The error of a stripe, or of the whole blob, of which only <paramref name="good"/> can be read.</summary>
    public StorageException Insufficient(uint good)
    {
        Report();
        int needed = Layout.Geometry.DataShards;
        string message = $"Only {BitOperations.PopCount(good)} of the {_openings.Length} shards of blob {Blob.Id} can be read; {needed} are needed.";
        bool mayReturn = BitOperations.PopCount(good | Offline) >= needed;
        return new StorageException(mayReturn ? StorageErrorCode.Unavailable : StorageErrorCode.DataDamaged, message);
    }

    /// <summary>Reports the shards that were found bad and not reported yet.</summary>
    public void Report()
    {
        // With no shard open there is nothing that healing could start from.
        if (Bad == 0 || _reporter is null || FindOwner() is not { } owner)
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
        foreach (Opening opening in _openings)
        {
            if (opening.Running is { } running)
            {
                await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            opening.Found?.Dispose();
        }
    }

    private ValueTask<IShardReader?> GetReader(int shard)
    {
        lock (_openings)
        {
            ref Opening opening = ref _openings[shard];
            if (!opening.HasBegun)
            {
                // Not cancelled with the caller that happens to come first: others wait for it too.
                opening = Opening.Of(OpenOneAsync(shard));
            }

            return opening.Running is { } running ? new ValueTask<IShardReader?>(running) : new ValueTask<IShardReader?>(opening.Found);
        }
    }

    private async ValueTask<DriveStatus> OpenAndReadAsync(
        ValueTask<IShardReader?> opening, int shard, int firstBlock, int count, Memory<byte> destination, CancellationToken cancellationToken)
    {
        return await opening.ConfigureAwait(false) is { } reader
            ? Note(shard, await reader.ReadBlocksAsync(firstBlock, count, destination, cancellationToken).ConfigureAwait(false))
            : StatusOfMissing(shard);
    }

    private DriveStatus StatusOfMissing(int shard) => (Offline & (1u << shard)) != 0 ? DriveStatus.Offline : DriveStatus.NotFound;

    private async ValueTask<DriveStatus> NoteAsync(int shard, ValueTask<DriveStatus> reading) => Note(shard, await reading.ConfigureAwait(false));

    private BlobOwner? FindOwner()
    {
        lock (_openings)
        {
            foreach (Opening opening in _openings)
            {
                if (opening.Found is { } reader)
                {
                    return reader.Descriptor.Owner;
                }
            }

            return null;
        }
    }

    private async ValueTask<IShardReader?> OpenOneAsync(int shard)
    {
        IDrive? drive = _set.SlotOf(Blob.Id, shard).OnlineDrive;
        if (drive is null)
        {
            Note(shard, DriveStatus.Offline);
            return null;
        }

        (DriveStatus status, IShardReader? reader) = await drive.OpenShardAsync(new ShardRef(new ShardKey(Blob.Id, (byte)shard), Layout.ShardLength)).ConfigureAwait(false);
        if (reader is not null && (status != DriveStatus.Ok || !IsExpected(reader)))
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

        Interlocked.Or(ref _open, 1u << shard);
        return reader;
    }

    private bool IsExpected(IShardReader reader)
        => reader.Length == Layout.ShardLength
            && reader.Geometry == Layout.Geometry;

    private DriveStatus Note(int shard, DriveStatus status)
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

        return status;
    }

    /// <summary>The opening of a shard: most end at once, and then it is only what was found.</summary>
    private readonly struct Opening
    {
        private static readonly object Nothing = new();

        /// <summary>Null before it has begun; then a reader, nothing, or the task that finds out.</summary>
        private readonly object? _state;

        private Opening(object state) => _state = state;

        public bool HasBegun => _state is not null;

        /// <summary>An opening that did not end at once.</summary>
        public Task<IShardReader?>? Running => _state as Task<IShardReader?>;

        /// <summary>The open shard, as far as that is known now.</summary>
        public IShardReader? Found => Running is { IsCompletedSuccessfully: true } ended ? ended.Result : _state as IShardReader;

        public static Opening Of(ValueTask<IShardReader?> opening)
            => new(opening.IsCompletedSuccessfully ? opening.Result ?? Nothing : opening.AsTask());
    }
}
