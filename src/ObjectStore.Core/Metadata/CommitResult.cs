namespace ObjectStore.Metadata;

/// <summary>How a commit ended, and the transaction's stamp if it was committed.</summary>
internal readonly record struct CommitResult(CommitStatus Status, CommitStamp Stamp);
