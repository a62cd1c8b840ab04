namespace ObjectStore.Drives.Index;

/// <summary>
/// The library's background threads, which all databases of a process share: one to write out and one to compact for each open database,
/// so that a drive that hangs holds up no other. Thread-safe.
/// </summary>
internal static class RocksDbThreads
{
    private static readonly Lock Gate = new();
    private static int _databases;

    /// <summary>To be called before a database opens.</summary>
    public static void Add() => Change(1);

    /// <summary>To be called after a database has closed, or has not opened.</summary>
    public static void Remove() => Change(-1);

    private static void Change(int databases)
    {
        lock (Gate)
        {
            _databases += databases;
            using var environment = new RocksDbHandle(RocksDbOptionsNative.CreateDefaultEnvironment(), RocksDbOptionsNative.DestroyEnvironment);
            int threads = Math.Max(1, _databases);
            RocksDbOptionsNative.SetFlushThreads(environment, threads);
            RocksDbOptionsNative.SetCompactionThreads(environment, threads);
        }
    }
}
