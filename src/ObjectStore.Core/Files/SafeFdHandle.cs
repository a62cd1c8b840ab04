using System.Runtime.InteropServices;

namespace ObjectStore.Files;

/// <summary>
/// Owns a file descriptor. Calls hold a reference while they run, so that a concurrent Dispose closes the descriptor after them and no
/// call meets a number that the kernel has given to another file.
/// </summary>
internal sealed class SafeFdHandle : SafeHandle
{
    public SafeFdHandle()
        : base(invalidHandleValue: -1, ownsHandle: true)
    {
    }

    /// <remarks>The C library gives an int, whose upper half is not part of the handle.</remarks>
    public override bool IsInvalid => (int)handle == -1;

    /// <remarks>
    /// Never repeated after EINTR: Linux has released the number by then. What must be durable was synced before, so an error says
    /// nothing new.
    /// </remarks>
    protected override bool ReleaseHandle() => LibC.Close((int)handle) == 0;
}
