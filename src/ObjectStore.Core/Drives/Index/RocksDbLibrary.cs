using System.Reflection;
using System.Runtime.InteropServices;

namespace ObjectStore.Drives.Index;

/// <summary>Finds the native library: the package ships one file a system, and a second one for musl under another name.</summary>
internal static class RocksDbLibrary
{
    public const string Name = "rocksdb";

    private const string MuslName = "rocksdb-musl";

    // Lazy, so that a failure is met by the caller and not by a type initializer.
    private static readonly Lazy<bool> Registered = new(Register);

    /// <summary>To be called before the first native call.</summary>
    public static void EnsureRegistered() => _ = Registered.Value;

    private static bool Register()
    {
        NativeLibrary.SetDllImportResolver(typeof(RocksDbLibrary).Assembly, Resolve);
        return true;
    }

    private static nint Resolve(string libraryName, Assembly assembly, DllImportSearchPath? searchPath)
    {
        const nint LeaveToRuntime = 0;
        if (libraryName != Name || !RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal))
        {
            return LeaveToRuntime;
        }

        return NativeLibrary.TryLoad(MuslName, assembly, searchPath, out nint library) ? library : LeaveToRuntime;
    }
}
