namespace ObjectStore.Integrity;

/// <summary>Where a job's content is.</summary>
internal enum Md5JobPhase
{
    /// <summary>There is none: it is hashed.</summary>
    Hashed,

    /// <summary>In a queue of the scheduler.</summary>
    Waiting,

    /// <summary>In a lane.</summary>
    InLane,

    /// <summary>In a lane, which gives it back at once.</summary>
    Abandoned,
}
