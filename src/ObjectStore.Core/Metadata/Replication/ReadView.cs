namespace ObjectStore.Metadata.Replication;

/// <summary>Who serves reads now. Immutable; replaced as a whole.</summary>
/// <param name="Reader">The replica whose state is all that is committed; null if there is none.</param>
/// <param name="Undecided">What it must not be asked.</param>
internal sealed record ReadView(ReplicaLink? Reader, UndecidedKeys Undecided);
