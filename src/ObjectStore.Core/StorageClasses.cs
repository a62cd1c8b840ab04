namespace ObjectStore;

/// <summary>The storage classes of S3 that objects can have.</summary>
public static class StorageClasses
{
    /// <summary>The class of every object that asks for no other.</summary>
    public const string Standard = "STANDARD";

    /// <summary>For content that can be made again. It is kept and shown, and stored as safely as <see cref="Standard"/>.</summary>
    public const string ReducedRedundancy = "REDUCED_REDUNDANCY";
}
