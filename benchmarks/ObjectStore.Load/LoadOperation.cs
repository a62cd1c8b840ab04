namespace ObjectStore.Load;

/// <summary>What a step does over and over.</summary>
internal enum LoadOperation
{
    Put,

    /// <summary>The same as a file; only beside PUT.</summary>
    PutFile,
    Get,
    Head,
    List,
    ListPrefixes,
    Delete,

    /// <summary>45 % GET, 30 % HEAD, 15 % PUT, 10 % DELETE of what was put.</summary>
    Mixed,

    /// <summary>All steps of <see cref="LoadSuite"/>.</summary>
    Suite,
}
