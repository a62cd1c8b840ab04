namespace ObjectStore.Simulation.Model;

/// <summary>A multipart upload that was begun.</summary>
internal sealed class Upload(string bucket, string key, string id, int writeId)
{
    public string Bucket { get; } = bucket;

    public string Key { get; } = key;

    public string Id { get; } = id;

    /// <summary>The number that its object will have.</summary>
    public int WriteId { get; } = writeId;

    /// <summary>Parts whose upload was acknowledged, the last one of each number.</summary>
    public SortedDictionary<int, (ContentPattern Content, string ETag)> Parts { get; } = [];

    /// <summary>Whether completing or aborting it was tried: it may be gone.</summary>
    public bool MayBeGone { get; set; }

    /// <summary>Whether a client is at it.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Whether an upload of a part ended in doubt: then which of two a number holds is not known.</summary>
    public HashSet<int> DoubtfulParts { get; } = [];
}
