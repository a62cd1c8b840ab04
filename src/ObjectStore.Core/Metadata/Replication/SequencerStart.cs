namespace ObjectStore.Metadata.Replication;

/// <summary>Where the sequencer takes over after a recovery.</summary>
/// <param name="Epoch">The epoch that follows the history's last.</param>
/// <param name="History">The history that was adopted.</param>
/// <param name="CommittedThrough">What of it is known committed.</param>
/// <param name="Links">Replicas: with a quorum, those that hold the whole history durably; else, those that have applied what is known committed.</param>
/// <param name="HasQuorum">The history is durable on a write quorum: the epoch may begin.</param>
/// <param name="Undecided">The keys that the rest of the history changes, until the epoch has begun.</param>
/// <param name="Behind">The online replicas that have to be caught up before they can be used.</param>
internal sealed record SequencerStart(
    uint Epoch,
    RecordHistory History,
    ulong CommittedThrough,
    IReadOnlyList<ReplicaLink> Links,
    bool HasQuorum,
    UndecidedKeys Undecided,
    IReadOnlyList<int> Behind);
