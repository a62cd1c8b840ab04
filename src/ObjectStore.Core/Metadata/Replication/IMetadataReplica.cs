namespace ObjectStore.Metadata.Replication;

/// <summary>
/// One drive's copy of the metadata: a log of records, and the state they lead to. The replicated store is the only caller: it appends in order,
/// and applies what it knows to be committed. Reads and cursors may come from any thread at any time.
/// </summary>
internal interface IMetadataReplica
{
    /// <summary>The drive's state, as for any use of it.</summary>
    bool IsOnline { get; }

    /// <summary>Whether the drive's reserve is untouched. Records are taken without it too, so that deletions go on.</summary>
    bool HasRoom { get; }

    /// <summary>The last record applied to the state. (0, 0) when new.</summary>
    ReplicaPosition Applied { get; }

    /// <summary>The last record in the log, durable or on its way; equal to <see cref="Applied"/> if there is no tail.</summary>
    ReplicaPosition Logged { get; }

    /// <summary>
    /// False if the installation of a state was interrupted, or none was ever begun on a drive that joined an existing store: the state must not be
    /// used.
    /// </summary>
    bool IsComplete { get; }

    /// <summary>
    /// The records found in the log at opening that are not known committed, in order, void ones removed; and those appended and not applied since.
    /// What was found at opening is made durable before it is told: it counts as a durable copy.
    /// </summary>
    IReadOnlyList<MetadataRecord> Tail { get; }

    /// <summary>
    /// Adds a record to the log, after everything staged on the drive before the call, and completes when it is durable. Calls are ordered as they
    /// are made, without waiting for each other. A record of a newer epoch first drops the part of the tail that it voids.
    /// </summary>
    /// <returns>True if durable; false if the drive failed: then it takes no further record.</returns>
    ValueTask<bool> AppendAsync(MetadataRecord record);

    /// <summary>
    /// Applies the appended records up to a sequence to the state, in order, visible to reads when it returns. Durable only by replay: the log keeps
    /// every record until the index with its effect is durable.
    /// </summary>
    /// <returns>False if the drive failed.</returns>
    bool Apply(ulong throughSequence);

    /// <summary>Gives the value of a key in the applied state.</summary>
    /// <exception cref="DriveUnavailableException">The drive failed.</exception>
    MetadataValue? Get(ReadOnlySpan<byte> key);

    /// <summary>Opens a cursor over the applied state of this moment, as <see cref="IMetadataStore.Scan"/>.</summary>
    /// <exception cref="DriveUnavailableException">The drive failed.</exception>
    IMetadataCursor Scan(ReadOnlyMemory<byte> from, ReadOnlyMemory<byte> to, bool reverse);

    /// <summary>
    /// Replaces state and tail by another replica's state as of a position, durably: marks itself incomplete, drops its state, takes the entries, marks itself complete.
    /// </summary>
    /// <returns>False if the drive failed.</returns>
    ValueTask<bool> InstallAsync(ReplicaPosition position, IMetadataCursor state, CancellationToken cancellationToken);
}
