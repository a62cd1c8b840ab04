namespace ObjectStore.Simulation.Workload;

/// <summary>What errors say of a write.</summary>
internal static class Errors
{
    /// <summary>Whether the write may come true all the same.</summary>
    public static bool IsInDoubt(StorageError error) => error.Code is StorageErrorCode.Unavailable or StorageErrorCode.DataDamaged;

    /// <summary>Whether a read may end so while drives are away.</summary>
    public static bool IsTrouble(StorageError error) => error.Code is StorageErrorCode.Unavailable or StorageErrorCode.StorageFull;
}
