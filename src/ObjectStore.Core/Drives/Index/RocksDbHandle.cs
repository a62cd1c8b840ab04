using System.Runtime.InteropServices;

namespace ObjectStore.Drives.Index;

/// <summary>
/// Owns an object of the native library. Calls hold a reference while they run, so that a concurrent Dispose frees it after them.
/// </summary>
internal sealed class RocksDbHandle : SafeHandle
{
    private readonly Action<nint> _destroy;

    /// <summary>Takes over a native object and the way to free it.</summary>
    public RocksDbHandle(nint value, Action<nint> destroy)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        _destroy = destroy;
        SetHandle(value);
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        _destroy(handle);
        return true;
    }
}
