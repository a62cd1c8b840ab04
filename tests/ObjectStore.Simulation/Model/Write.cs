namespace ObjectStore.Simulation.Model;

/// <summary>A write to a key, with the times (a count of events) between which it takes effect if it does.</summary>
internal sealed class Write(int id, string bucket, string key, byte[]? content, long start)
{
    private string? _md5;

    public const long Never = long.MaxValue;

    public int Id { get; } = id;

    public string Bucket { get; } = bucket;

    public string Key { get; } = key;

    /// <summary>What it put; null for a deletion.</summary>
    public byte[]? Content { get; set; } = content;

    public bool IsPut => Content is not null;

    public long Start { get; } = start;

    /// <summary>When it has taken effect at the latest, if it does.</summary>
    public long Finish { get; set; } = Never;

    public Outcome Outcome { get; set; }

    /// <summary>Which opening of the store it was sent to.</summary>
    public int Opening { get; init; }

    public string? VersionId { get; set; }

    public string? ETag { get; set; }

    /// <summary>When the first removal of this version began.</summary>
    public long RemovalStart { get; set; } = Never;

    /// <summary>When a removal of this version was acknowledged.</summary>
    public long RemovalFinish { get; set; } = Never;

    /// <summary>After a read that began later than this saw something newer, it cannot come back.</summary>
    public long OverSince { get; set; } = Never;

    /// <summary>Whether its object may have an ETag.</summary>
    public bool MayHave(string eTag) => ETag is null ? !eTag.Contains('-', StringComparison.Ordinal) && Md5 == eTag : ETag == eTag;

    private string Md5 => _md5 ??= Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(Content!));

    /// <summary>Whether it is in effect by a time for certain, and not removed since, as far as that is known.</summary>
    public bool IsCertainBefore(long time, long readFinish) => Outcome == Outcome.Certain && Finish < time && RemovalStart > readFinish;

    public override string ToString()
        => $"{(IsPut ? $"put of {Content!.Length} bytes" : "delete")} #{Id} {Bucket}/{Key} {Outcome} [{Start}, {(Finish == Never ? "..." : Finish)}] version {VersionId ?? "-"}";
}
