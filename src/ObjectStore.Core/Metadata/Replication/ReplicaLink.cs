namespace ObjectStore.Metadata.Replication;

/// <summary>
/// The store's use of one replica, from the moment it joins until it falls out of sync; a replica that returns gets a new link. Used by the sequencer only, or
/// by whoever catches the replica up before it joins.
/// </summary>
internal sealed class ReplicaLink(int slot, IMetadataReplica replica)
{
    private TaskCompletionSource? _drained;

    public int Slot { get; } = slot;

    public uint Bit => 1u << Slot;

    public IMetadataReplica Replica { get; } = replica;

    /// <summary>It takes every record.</summary>
    public bool InSync { get; set; }

    /// <summary>The number of its joining, of all that joined since the store was opened; 0 if it is from the opening.</summary>
    public long JoinedAt { get; set; }

    /// <summary>A call of it failed: it may not come back as it is.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The end of what it holds durably of the history.</summary>
    public ulong Durable { get; set; }

    /// <summary>The end of what it has applied.</summary>
    public ulong Applied { get; set; }

    /// <summary>Records appended and not answered.</summary>
    public int OutstandingRecords { get; private set; }

    /// <summary>Bytes appended and not answered.</summary>
    public long OutstandingBytes { get; private set; }

    /// <summary>Begins to append a record.</summary>
    public ValueTask<bool> AppendAsync(MetadataRecord record)
    {
        OutstandingRecords++;
        OutstandingBytes += record.Body.Length;
        return Replica.AppendAsync(record);
    }

    /// <summary>Notes the end of an append.</summary>
    public void OnAppended(MetadataRecord record, bool durable)
    {
        OutstandingRecords--;
        OutstandingBytes -= record.Body.Length;
        if (durable)
        {
            Durable = Math.Max(Durable, record.LastSequence);
        }
        else
        {
            HasFailed = true;
        }

        if (OutstandingRecords == 0)
        {
            _drained?.TrySetResult();
        }
    }

    /// <summary>Completes when nothing appended is outstanding.</summary>
    public Task DrainAsync()
    {
        if (OutstandingRecords == 0)
        {
            return Task.CompletedTask;
        }

        _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _drained.Task;
    }

    /// <summary>
    /// Applies what is committed, as far as it is durable here: else a crash could leave a state that is ahead of its log.
    /// </summary>
    /// <returns>False if the drive failed.</returns>
    public bool Apply(ulong committedThrough)
    {
        ulong through = Math.Min(committedThrough, Durable);
        if (through <= Applied)
        {
            return true;
        }

        if (!Replica.Apply(through))
        {
            HasFailed = true;
            return false;
        }

        Applied = through;
        return true;
    }
}
