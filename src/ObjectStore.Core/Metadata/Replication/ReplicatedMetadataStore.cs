using Microsoft.Extensions.Logging;
using ObjectStore.Scheduling;

namespace ObjectStore.Metadata.Replication;

/// <summary>
/// The metadata of an embedded store: a log with one writer, replicated over drives. A transaction is committed when a write quorum of the replicas
/// holds it durably, and is answered when the replica that serves reads has applied it. Thread-safe. It does not own the replicas.
/// </summary>
internal sealed partial class ReplicatedMetadataStore : IMetadataStore
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly IMetadataReplica?[] _replicas;
    private readonly ReplicaLink?[] _links;
    private readonly MetadataSequencer _sequencer;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _membership = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly List<Task> _background = [];
    private volatile bool _isClosed;

    private ReplicatedMetadataStore(IReadOnlyList<IMetadataReplica?> replicas, StoreEnvironment environment)
    {
        _replicas = [.. replicas];
        _links = new ReplicaLink?[_replicas.Length];
        _time = environment.Time;
        _logger = environment.LoggerFactory.CreateLogger<ReplicatedMetadataStore>();
        _sequencer = new MetadataSequencer(WriteQuorum, environment.Scheduler, OnLagging, _logger);
    }

    /// <summary>
    /// The epoch that was opened, for the ids of what is written. Without a write quorum at start: the one that will most likely be; begin no write while
    /// <see cref="Availability"/> refuses it. It stays when a lost quorum makes another opening necessary: what was begun in it may still be committed.
    /// </summary>
    public uint Epoch => _sequencer.FirstEpoch;

    public bool HasRoom => InSyncReplicas.HaveRoom(_sequencer.InSync, WriteQuorum);

    public MetadataAvailability Availability
    {
        get
        {
            int online = 0;
            foreach (ReplicaLink link in _sequencer.InSync)
            {
                online += link.Replica.IsOnline ? 1 : 0;
            }

            bool canRead = _sequencer.View.Reader is not null && online > 0;
            bool canWrite = canRead && _sequencer.AcceptsCommits && online >= WriteQuorum;
            return canWrite ? MetadataAvailability.Full : new MetadataAvailability(canRead, false, Reason(online));
        }
    }

    private int WriteQuorum => ReplicaRecovery.WriteQuorum(_replicas.Length);

    /// <summary>
    /// Recovers and opens the metadata. With a write quorum of usable replicas it serves everything in a new epoch; with fewer it serves reads of what is known
    /// committed, until <see cref="AttachAsync"/> brings the missing ones. Replicas that must be copied anew are, in the background.
    /// </summary>
    /// <param name="replicas">One a slot, in order; null: the drive is missing.</param>
    /// <param name="environment">Threads and log.</param>
    /// <param name="cancellationToken">Ends the attempt; it can be made again.</param>
    /// <exception cref="StorageException"><see cref="StorageErrorCode.Unavailable"/>: too few replicas to know what was acknowledged. The message
    /// names the missing slots. Nothing was changed; open again when more are there.</exception>
    public static async Task<ReplicatedMetadataStore> OpenAsync(IReadOnlyList<IMetadataReplica?> replicas, StoreEnvironment environment, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(replicas.Count, nameof(replicas));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(replicas.Count, 32, nameof(replicas));
        var store = new ReplicatedMetadataStore(replicas, environment);
        await store.RecoverAsync(cancellationToken).ConfigureAwait(false);
        return store;
    }

    public ValueTask<MetadataValue?> GetAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ReadView view = _sequencer.View;
        try
        {
            return new ValueTask<MetadataValue?>(Get(view, key));
        }
        catch (DriveUnavailableException)
        {
            return GetFromNextAsync(view.Reader!, key);
        }
    }

    public IMetadataCursor Scan(ReadOnlyMemory<byte> from, ReadOnlyMemory<byte> to, bool reverse = false)
    {
        ReadView view = _sequencer.View;
        ReplicaLink reader = ReaderOf(view);
        if (!view.Undecided.IsEmpty && view.Undecided.AnyIn(from, to))
        {
            throw Undecided();
        }

        try
        {
            return new ReplicaCursor(reader.Replica.Scan(from, to, reverse), () => _ = DropUnreadableAsync(reader));
        }
        catch (DriveUnavailableException exception)
        {
            _ = DropUnreadableAsync(reader);
            throw new StorageException(StorageErrorCode.Unavailable, "The drive to list failed; list again.", exception);
        }
    }

    /// <summary>Commits a transaction. Cancellation is honoured until it is taken; from then on its outcome is the group's.</summary>
    public ValueTask<CommitResult> CommitAsync(MetadataTransaction transaction, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _sequencer.CommitAsync(transaction);
    }

    /// <summary>
    /// Takes a drive's replica into use: one that came back, or an empty one that replaces it. It is caught up while the store serves, from recent
    /// records or by a copy of the whole state, and is in sync when this returns. In a store that was opened without a write quorum, it makes that
    /// quorum, if it can; until then the store goes on serving reads only.
    /// </summary>
    /// <param name="slot">The replica's slot.</param>
    /// <param name="replica">The replica; the same object as before only if its drive has not failed.</param>
    /// <param name="cancellationToken">Ends the attempt; it can be made again.</param>
    /// <exception cref="StorageException"><see cref="StorageErrorCode.Unavailable"/>: it could not be caught up; try again.</exception>
    public async Task AttachAsync(int slot, IMetadataReplica replica, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, _replicas.Length);
        ObjectDisposedException.ThrowIf(_isClosed, this);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        await _membership.WaitAsync(linked.Token).ConfigureAwait(false);
        try
        {
            await ReplaceAsync(slot, replica).ConfigureAwait(false);
            await BringInAsync(slot, replica, linked.Token).ConfigureAwait(false);
        }
        finally
        {
            _membership.Release();
        }
    }

    /// <summary>Whether a slot's replica takes every record and counts for the quorum.</summary>
    public bool IsInSync(int slot)
    {
        foreach (ReplicaLink link in _sequencer.InSync)
        {
            if (link.Slot == slot)
            {
                return link.Replica.IsOnline;
            }
        }

        return false;
    }

    /// <summary>Takes a drive's replica out of use.</summary>
    public void Detach(int slot)
    {
        Volatile.Write(ref _replicas[slot], null);
        _ = _sequencer.InvokeAsync(() => DropSlot(slot, "it was detached"));
    }

    /// <summary>Refuses new transactions and waits for those in flight, unless they cannot be decided for want of a quorum.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, true))
        {
            return;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        await _membership.WaitAsync().ConfigureAwait(false);
        _membership.Release();
        await WhenCaughtUpAsync().ConfigureAwait(false);
        await _sequencer.InvokeAsync(() =>
        {
            _sequencer.Close();
            return true;
        }).ConfigureAwait(false);
        await _sequencer.WhenSettledAsync().ConfigureAwait(false);
        await _sequencer.InvokeAsync(() =>
        {
            _sequencer.Retire();
            return true;
        }).ConfigureAwait(false);
        _closing.Dispose();
    }

    private static MetadataValue? Get(ReadView view, ReadOnlyMemory<byte> key)
    {
        ReplicaLink reader = ReaderOf(view);
        return !view.Undecided.IsEmpty && view.Undecided.Contains(key) ? throw Undecided() : reader.Replica.Get(key.Span);
    }

    private async ValueTask<MetadataValue?> GetFromNextAsync(ReplicaLink failed, ReadOnlyMemory<byte> key)
    {
        for (int attempt = 0; attempt < _replicas.Length; attempt++)
        {
            await DropUnreadableAsync(failed).ConfigureAwait(false);
            ReadView view = _sequencer.View;
            try
            {
                return Get(view, key);
            }
            catch (DriveUnavailableException)
            {
                failed = view.Reader!;
            }
        }

        throw new StorageException(StorageErrorCode.Unavailable, "No metadata replica can be read.");
    }

    private Task<bool> DropUnreadableAsync(ReplicaLink link)
        => _sequencer.InvokeAsync(() =>
        {
            _sequencer.Drop(link, "it could not be read");
            return true;
        });

    /// <summary>Recovers from all replicas, while none is written to: the store was just opened, or has lost its quorum with transactions in flight.</summary>
    private async Task RecoverAsync(CancellationToken cancellationToken)
    {
        Task atRest = await _sequencer.InvokeAsync(() => Task.WhenAll(
            _links.OfType<ReplicaLink>().Where(link => link.Replica == Volatile.Read(ref _replicas[link.Slot])).Select(static link => link.DrainAsync()))).ConfigureAwait(false);
        await atRest.WaitAsync(cancellationToken).ConfigureAwait(false);
        ulong? acknowledged = await _sequencer.InvokeAsync(() => _sequencer.AcknowledgedThrough).ConfigureAwait(false);
        SequencerStart start = await ReplicaRecovery.RunAsync([.. _replicas], acknowledged, cancellationToken).ConfigureAwait(false);
        foreach (ReplicaLink link in start.Links)
        {
            _links[link.Slot] = link;
        }

        await _sequencer.InvokeAsync(() =>
        {
            _sequencer.Start(start);
            return true;
        }).ConfigureAwait(false);
        await _sequencer.WhenSettledAsync().ConfigureAwait(false);
        if (!start.HasQuorum)
        {
            LogReadOnly(start.Links.Count, WriteQuorum);
        }
        else
        {
            foreach (int slot in start.Behind)
            {
                StartCatchUp(slot, Task.CompletedTask);
            }
        }
    }

    /// <summary>A replica that only lags comes back by itself, once it has worked off what is on its way.</summary>
    private void OnLagging(ReplicaLink link)
    {
        if (!_isClosed)
        {
            StartCatchUp(link.Slot, link.DrainAsync());
        }
    }

    private void StartCatchUp(int slot, Task ready)
    {
        lock (_background)
        {
            _background.RemoveAll(task => task.IsCompleted);
            _background.Add(CatchUpBehindAsync(slot, ready));
        }
    }

    /// <summary>Puts the slot's former replica out of use if it is another.</summary>
    private Task ReplaceAsync(int slot, IMetadataReplica replica)
    {
        Volatile.Write(ref _replicas[slot], replica);
        return _sequencer.InvokeAsync(() => _links[slot]?.Replica == replica || DropSlot(slot, "another is attached"));
    }

    /// <summary>Has a replica take part: in the epoch that runs, or in a new one if there is none or it ends meanwhile.</summary>
    private async Task BringInAsync(int slot, IMetadataReplica replica, CancellationToken cancellationToken)
    {
        if (!await _sequencer.InvokeAsync(() => _sequencer.HasBegun).ConfigureAwait(false))
        {
            await RecoverAsync(cancellationToken).ConfigureAwait(false);
        }

        while (!await CatchUpAsync(slot, replica, cancellationToken).ConfigureAwait(false))
        {
            await RecoverAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private bool DropSlot(int slot, string reason)
    {
        if (_links[slot] is { } link)
        {
            _sequencer.Drop(link, reason);
        }

        return true;
    }

    /// <summary>Catches a replica up, if there is an epoch to take part in; gives false if that ended meanwhile.</summary>
    private async Task<bool> CatchUpAsync(int slot, IMetadataReplica replica, CancellationToken cancellationToken)
    {
        // Once it is out of sync nothing more is appended to it: when what is on its way has ended, its log is at rest.
        (bool isDone, Task atRest) = await _sequencer.InvokeAsync(() =>
            (!_sequencer.HasBegun || _links[slot] is { InSync: true },
                _links[slot] is { InSync: false } former && former.Replica == replica ? former.DrainAsync() : Task.CompletedTask)).ConfigureAwait(false);
        if (isDone)
        {
            return true;
        }

        await atRest.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!replica.IsOnline || (_links[slot] is { HasFailed: true } failed && failed.Replica == replica))
        {
            throw new StorageException(StorageErrorCode.Unavailable, $"The drive of slot {slot} has failed; it must be opened anew.");
        }

        var link = new ReplicaLink(slot, replica);
        _links[slot] = link;
        return await new ReplicaCatchUp(_sequencer, link, () => Volatile.Read(ref _replicas[slot]) == replica).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Catches a replica up, however often that fails, as long as its drive works and is in its slot.</summary>
    private async Task CatchUpBehindAsync(int slot, Task ready)
    {
        try
        {
            await ready.WaitAsync(_closing.Token).ConfigureAwait(false);
            while (Volatile.Read(ref _replicas[slot]) is { IsOnline: true } replica && !await TryCatchUpAsync(slot, replica).ConfigureAwait(false))
            {
                await Task.Delay(RetryDelay, _time, _closing.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The store closes.
        }
    }

    private async Task<bool> TryCatchUpAsync(int slot, IMetadataReplica replica)
    {
        await _membership.WaitAsync(_closing.Token).ConfigureAwait(false);
        try
        {
            if (Volatile.Read(ref _replicas[slot]) == replica)
            {
                await BringInAsync(slot, replica, _closing.Token).ConfigureAwait(false);
            }

            return true;
        }
        catch (StorageException exception)
        {
            LogCatchUpFailed(exception, slot);
            return false;
        }
        finally
        {
            _membership.Release();
        }
    }

    private async Task WhenCaughtUpAsync()
    {
        Task[] background;
        lock (_background)
        {
            background = [.. _background];
        }

        await Task.WhenAll(background).ConfigureAwait(false);
    }

    private string Reason(int online)
        => _isClosed ? "The metadata store is closed."
            : _sequencer.View.Reader is null ? "No metadata replica holds everything that was acknowledged."
            : $"{online} of {_replicas.Length} metadata replicas are in sync; {WriteQuorum} are needed to write.";

    private static ReplicaLink ReaderOf(ReadView view)
        => view.Reader ?? throw new StorageException(StorageErrorCode.Unavailable, "No metadata replica holds everything that was acknowledged.");

    private static StorageException Undecided()
        => new(StorageErrorCode.Unavailable, "Whether the last change of this key was committed is not known until more drives are there.");
}
