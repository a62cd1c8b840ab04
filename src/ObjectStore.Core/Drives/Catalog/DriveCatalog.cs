using ObjectStore.Blobs;
using ObjectStore.Drives.Index;
using ObjectStore.Drives.Log;
using ObjectStore.Files;
using ObjectStore.Metadata.Replication;

namespace ObjectStore.Drives.Catalog;

/// <summary>
/// What a drive's index says: where shards stand in the log, how full segments are, the metadata state, and the checkpoint that ties them to the log.
/// Every change goes through one gate and one batch that holds the checkpoint too, so that the index is always the effect of the log up to there. Thread-safe.
/// </summary>
internal sealed class DriveCatalog : IDisposable
{
    private readonly Lock _gate = new();
    private readonly IDriveIndex _index;
    private readonly IIndexBatch _batch;
    private readonly SegmentUsage _usage = new();
    private readonly ReplicaState _replica = new();

    /// <summary>The places of shards that the batch being built changes.</summary>
    private readonly Dictionary<ShardKey, ShardLocation?> _changed = [];

    /// <summary>The end of what is indexed; the checkpoint unless metadata holds it back. The index has the effect of every shard record before it.</summary>
    private Checkpoint _end;

    /// <summary>How far replay is; null once it has ended. Until then it holds the checkpoint back.</summary>
    private Checkpoint? _replayed;
    private Checkpoint _written;
    private Checkpoint _durable;

    /// <summary>A batch could not be written: the index lacks what is counted here, for good.</summary>
    private bool _isBroken;
    private long _releasedBytes;

    private DriveCatalog(IDriveIndex index)
    {
        _index = index;
        _batch = index.CreateBatch();
    }

    /// <summary>Where replay has to begin.</summary>
    public Checkpoint Checkpoint
    {
        get
        {
            lock (_gate)
            {
                return _written;
            }
        }
    }

    /// <summary>Where shard records begin that the index does not know; all before was durable in the log once.</summary>
    public Checkpoint End
    {
        get
        {
            lock (_gate)
            {
                return _end;
            }
        }
    }

    /// <summary>The checkpoint that a crash cannot take back: no segment from it on may be deleted.</summary>
    public Checkpoint DurableCheckpoint
    {
        get
        {
            lock (_gate)
            {
                return _durable;
            }
        }
    }

    /// <summary>Record bytes that stopped being live since the drive was opened.</summary>
    public long ReleasedBytes => Volatile.Read(ref _releasedBytes);

    /// <summary>
    /// Reads an index. One without a checkpoint is new if the log is empty; else it was lost, and is rebuilt by replaying the whole log, except the
    /// metadata, which has to be installed.
    /// </summary>
    /// <param name="index">The index; the catalog does not dispose it.</param>
    /// <param name="firstSegment">The first segment of the log, or 0 if there is none.</param>
    /// <param name="joined">Whether the drive was formatted into a store that existed.</param>
    public static DriveCatalog Load(IDriveIndex index, ulong firstSegment, bool joined)
    {
        var catalog = new DriveCatalog(index);
        Span<byte> value = stackalloc byte[2 * Checkpoint.Size];
        if (catalog._replica.Load(index) && index.Get(CatalogKeys.Checkpoint, value) == value.Length)
        {
            catalog._usage.Load(index);
            catalog._written = catalog._durable = Checkpoint.Read(value);
            catalog._replayed = catalog._written;
            catalog._end = Checkpoint.Read(value[Checkpoint.Size..]);
            return catalog;
        }

        catalog._end = new Checkpoint(new LogPosition(Math.Max(firstSegment, 1), 0), firstSegment == 0 ? 1UL : 0UL);
        catalog._replica.Reset(complete: firstSegment == 0 && !joined, default, catalog._batch);
        catalog.WriteBatch();
        catalog.Flush();
        return catalog;
    }

    /// <summary>Gives the place of a shard.</summary>
    public ShardLocation? Find(ShardKey key)
    {
        Span<byte> indexKey = stackalloc byte[CatalogKeys.ShardSize];
        Span<byte> value = stackalloc byte[ShardLocation.Size];
        CatalogKeys.WriteShard(key, indexKey);
        return _index.Get(indexKey, value) == ShardLocation.Size ? ShardLocation.Read(value) : null;
    }

    /// <summary>Gives up to a number of shards of [from, to) in their order.</summary>
    public List<(ShardKey Key, ShardLocation Location)> List(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, int limit)
    {
        var found = new List<(ShardKey, ShardLocation)>();
        using IIndexCursor cursor = _index.Scan(from, to);
        while (found.Count < limit && cursor.MoveNext())
        {
            found.Add((CatalogKeys.ReadShard(cursor.Key), ShardLocation.Read(cursor.Value)));
        }

        return found;
    }

    /// <summary>Gives the live bytes of a segment.</summary>
    public long LiveBytes(ulong segment)
    {
        lock (_gate)
        {
            return _usage[segment];
        }
    }

    /// <summary>Applies written entries in order, with the end of the log behind them.</summary>
    public void Commit(IReadOnlyList<LogEntry> entries, Checkpoint end)
    {
        lock (_gate)
        {
            foreach (LogEntry entry in entries)
            {
                entry.Apply(this);
            }

            // Replay begins before the end when metadata held the checkpoint back.
            _replayed = _replayed is null ? null : end;
            _end = end.Position > _end.Position ? end : _end;
            WriteBatch();
        }
    }

    /// <summary>Sets a shard's place. Only from <see cref="LogEntry.Apply"/>.</summary>
    public void PlaceShard(ShardKey key, ShardLocation location)
    {
        ShardLocation? old = FindChanged(key);
        if (old == location)
        {
            return;
        }

        Release(old);
        Span<byte> indexKey = stackalloc byte[CatalogKeys.ShardSize];
        Span<byte> value = stackalloc byte[ShardLocation.Size];
        CatalogKeys.WriteShard(key, indexKey);
        location.Write(value);
        _batch.Put(indexKey, value);
        _usage.Add(location.Position.Segment, location.RecordLength);
        _changed[key] = location;
    }

    /// <summary>Sets a shard's place if it stands where it was copied from (null: if it stands anywhere). Only from <see cref="LogEntry.Apply"/>.</summary>
    public void MoveShard(ShardKey key, LogPosition? from, ShardLocation to)
    {
        if (FindChanged(key) is ShardLocation old && (from is null || old.Position == from))
        {
            PlaceShard(key, to);
        }
    }

    /// <summary>Forgets a shard. Only from <see cref="LogEntry.Apply"/>.</summary>
    public void RemoveShard(ShardKey key)
    {
        if (FindChanged(key) is not ShardLocation old)
        {
            return;
        }

        Release(old);
        Span<byte> indexKey = stackalloc byte[CatalogKeys.ShardSize];
        CatalogKeys.WriteShard(key, indexKey);
        _batch.Delete(indexKey);
        _changed[key] = null;
    }

    /// <summary>Takes a metadata record found at opening. Only from <see cref="LogEntry.Apply"/>.</summary>
    public void ReplayMetadata(MetadataRecord record, Checkpoint place) => _replica.Replay(record, place, _batch);

    /// <summary>Says that a part of the log is lost that may have held metadata. Only from <see cref="LogEntry.Apply"/>.</summary>
    public void MarkMetadataGap() => _replica.MarkGap();

    /// <summary>Ends the replay.</summary>
    public void EndReplay()
    {
        lock (_gate)
        {
            _replayed = null;
            _replica.EndReplay(_batch);
            WriteBatch();
        }
    }

    /// <summary>Adds to the metadata tail; null if the record is there already.</summary>
    public TailEntry? AppendMetadata(MetadataRecord record) => Read(static (replica, record) => replica.Append(record), record);

    /// <summary>Applies the metadata tail up to a sequence.</summary>
    public void ApplyMetadata(ulong throughSequence) => Update(static (replica, batch, through) => replica.Apply(through, batch), throughSequence);

    /// <summary>Drops metadata state and tail, and marks the replica incomplete.</summary>
    public void DropMetadata() => Update(
        static (replica, batch, _) =>
        {
            batch.DeleteRange(CatalogKeys.Metadata, CatalogKeys.AfterMetadata);
            replica.Reset(complete: false, default, batch);
        },
        0);

    /// <summary>Marks the metadata state complete at a position.</summary>
    public void CompleteMetadata(ReplicaPosition position)
        => Update(static (replica, batch, position) => replica.Reset(complete: true, position, batch), position);

    /// <summary>Looks at the metadata's position under the gate.</summary>
    public TResult Read<TState, TResult>(Func<ReplicaState, TState, TResult> read, TState state)
    {
        lock (_gate)
        {
            return read(_replica, state);
        }
    }

    /// <summary>Makes the index durable as it is, and with it the checkpoint and all that was counted before the call.</summary>
    /// <exception cref="DriveIOException">The drive failed, now or before.</exception>
    public void Flush()
    {
        Checkpoint written = Checkpoint;
        _index.Flush();
        lock (_gate)
        {
            RequireWhole();
            if (written.Position > _durable.Position)
            {
                _durable = written;
            }
        }
    }

    /// <summary>Forgets the counters of segments that do not exist any more: a crash came between their deletion and this.</summary>
    public void ForgetMissing(IReadOnlySet<ulong> existing)
    {
        lock (_gate)
        {
            _usage.RemoveExcept(existing);
            WriteBatch();
        }
    }

    /// <summary>Forgets the counters of deleted segments.</summary>
    public void ForgetSegments(IReadOnlyList<ulong> segments)
    {
        lock (_gate)
        {
            foreach (ulong segment in segments)
            {
                _usage.Remove(segment);
            }

            WriteBatch();
        }
    }

    public void Dispose() => _batch.Dispose();

    private void Update<TState>(Action<ReplicaState, IIndexBatch, TState> update, TState state)
    {
        lock (_gate)
        {
            update(_replica, _batch, state);
            WriteBatch();
        }
    }

    private void RequireWhole()
    {
        if (_isBroken)
        {
            throw new DriveIOException("write", DriveLayout.IndexDirectory, DriveIOException.IOError);
        }
    }

    private void WriteBatch()
    {
        RequireWhole();
        Span<byte> value = stackalloc byte[2 * Checkpoint.Size];
        Checkpoint checkpoint = _replica.FirstUnapplied ?? _replayed ?? _end;
        checkpoint.Write(value);
        _end.Write(value[Checkpoint.Size..]);
        _batch.Put(CatalogKeys.Checkpoint, value);
        _usage.WriteChanges(_batch);
        _isBroken = true;
        _index.Write(_batch);
        _isBroken = false;
        _batch.Clear();
        _changed.Clear();
        _written = checkpoint;
    }

    private ShardLocation? FindChanged(ShardKey key) => _changed.TryGetValue(key, out ShardLocation? location) ? location : Find(key);

    private void Release(ShardLocation? location)
    {
        if (location is ShardLocation old)
        {
            _usage.Add(old.Position.Segment, -old.RecordLength);
            Volatile.Write(ref _releasedBytes, _releasedBytes + old.RecordLength);
        }
    }
}
