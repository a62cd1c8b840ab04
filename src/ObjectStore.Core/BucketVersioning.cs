namespace ObjectStore;

/// <summary>Whether a bucket keeps old versions. Source: AWS, "Retaining multiple versions of objects with S3 Versioning".</summary>
public enum BucketVersioning
{
    /// <summary>Never enabled: a put replaces, a delete deletes. A bucket cannot return to this.</summary>
    Unversioned = 0,

    /// <summary>Every put makes a version of its own; a delete puts a delete marker on top.</summary>
    Enabled = 1,

    /// <summary>Existing versions stay; new puts and deletes make or replace the null version.</summary>
    Suspended = 2,
}
