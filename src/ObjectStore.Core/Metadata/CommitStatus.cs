namespace ObjectStore.Metadata;

/// <summary>How a commit ended.</summary>
internal enum CommitStatus
{
    /// <summary>Durable on the write quorum and visible.</summary>
    Committed,

    /// <summary>A condition does not hold; nothing changed. What broke it can be read now.</summary>
    Conflict,

    /// <summary>No write quorum; nothing changed, nothing will.</summary>
    Unavailable,

    /// <summary>The quorum was lost on the way: the transaction may turn out applied, whole, or not.</summary>
    Indeterminate,

    /// <summary>Staged shards would not be safe by riding along; nothing changed. Flush them and commit again without rides.</summary>
    FlushFirst,
}
