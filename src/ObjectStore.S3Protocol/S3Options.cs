namespace ObjectStore.S3Protocol;

/// <summary>How the S3 protocol is spoken. Read when the handler is created.</summary>
public sealed class S3Options
{
    /// <summary>
    /// The region that clients must sign for, and that GetBucketLocation and HeadBucket give. Default: null: any is accepted, <c>us-east-1</c> is
    /// given.
    /// </summary>
    public string? Region { get; set; }

    /// <summary>Domains under which buckets are host names (virtual-host style): <c>bucket.domain</c>. Default: none, path style only.</summary>
    public IList<string> Domains { get; set; } = [];

    /// <summary>The access keys that may sign requests; each may do everything. Default: none, every request is refused.</summary>
    public IList<S3Credentials> Credentials { get; set; } = [];
}
