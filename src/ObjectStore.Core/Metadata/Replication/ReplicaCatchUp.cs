namespace ObjectStore.Metadata.Replication;

/// <summary>Brings a replica to the history while transactions go on, and lets it join.</summary>
internal sealed class ReplicaCatchUp(MetadataSequencer sequencer, ReplicaLink link, Func<bool> isWanted)
{
    private const int BatchRecords = 64;

    private ReplicaPosition _installedAt;
    private bool _hasJoined;

    /// <summary>Gives whether the replica has joined; else the epoch has ended, and an opening has to decide first.</summary>
    /// <exception cref="StorageException">The replica failed, is not wanted any more, or fell behind faster than it caught up.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            IMetadataCursor? state = await sequencer.InvokeAsync(Plan).ConfigureAwait(false);
            if (state is not null)
            {
                await InstallAsync(state, cancellationToken).ConfigureAwait(false);
            }

            while (await sequencer.InvokeAsync(JoinOrTake).ConfigureAwait(false) is { } batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await (batch.Length > 0 ? AppendAsync(batch) : sequencer.WhenSettledAsync().WaitAsync(cancellationToken)).ConfigureAwait(false);
            }

            return _hasJoined;
        }
        catch (DriveUnavailableException exception)
        {
            throw new StorageException(StorageErrorCode.Unavailable, "The replica to copy from failed.", exception);
        }
        finally
        {
            await sequencer.InvokeAsync(LetGo).ConfigureAwait(false);
        }
    }

    /// <summary>Decides how; gives the state to install, of the moment that is pinned, or null.</summary>
    private IMetadataCursor? Plan()
    {
        var plan = CatchUpPlan.Make(ReplicaSnapshot.Of(link.Replica), sequencer.History, nextEpoch: 0);
        if (!plan.MustInstall)
        {
            link.Applied = link.Replica.Applied.Sequence;
            link.Durable = plan.Common;
            sequencer.History.Pin(plan.Common);
            return null;
        }

        ReplicaLink source = sequencer.View.Reader ?? throw new StorageException(StorageErrorCode.Unavailable, "There is no replica to copy the metadata from.");
        _installedAt = source.Replica.Applied;
        sequencer.History.Pin(_installedAt.Sequence);
        return source.Replica.Scan(default, default, reverse: false);
    }

    private async Task InstallAsync(IMetadataCursor state, CancellationToken cancellationToken)
    {
        using (state)
        {
            if (!await link.Replica.InstallAsync(_installedAt, state, cancellationToken).ConfigureAwait(false))
            {
                throw Failed();
            }
        }

        link.Applied = link.Durable = _installedAt.Sequence;
    }

    /// <summary>
    /// Joins if little is missing, else gives the next records; none if it has to wait for what is in flight, which it must not get. Null if there is nothing more to do.
    /// </summary>
    private MetadataRecord[]? JoinOrTake()
    {
        if (!isWanted())
        {
            throw new StorageException(StorageErrorCode.Unavailable, "The drive was taken out while its metadata was caught up.");
        }

        if (!sequencer.HasBegun)
        {
            return null;
        }

        link.Apply(sequencer.CommittedThrough);
        MetadataRecord[] batch = sequencer.History.After(link.Durable, BatchRecords)
            ?? throw new StorageException(StorageErrorCode.Unavailable, "The replica could not be caught up: more was written meanwhile than is kept for it.");
        if (link.HasFailed)
        {
            throw Failed();
        }

        ulong openThrough = sequencer.OpenThrough;
        MetadataRecord[] open = Array.FindAll(batch, record => record.LastSequence <= openThrough);
        if (open.Length < batch.Length)
        {
            sequencer.Pause();
            return open;
        }

        if (batch.Length == BatchRecords)
        {
            return batch;
        }

        sequencer.Join(link, batch);
        _hasJoined = true;
        return null;
    }

    private async Task AppendAsync(MetadataRecord[] batch)
    {
        var appends = new Task<bool>[batch.Length];
        for (int i = 0; i < batch.Length; i++)
        {
            appends[i] = link.AppendAsync(batch[i]).AsTask();
        }

        for (int i = 0; i < batch.Length; i++)
        {
            link.OnAppended(batch[i], await appends[i].ConfigureAwait(false));
        }

        if (link.HasFailed)
        {
            throw Failed();
        }
    }

    private bool LetGo()
    {
        sequencer.Resume();
        sequencer.History.Unpin();
        return true;
    }

    private StorageException Failed() => new(StorageErrorCode.Unavailable, $"The drive of slot {link.Slot} failed while its metadata was caught up.");
}
