using System.Runtime.InteropServices;

namespace ObjectStore.Files;

/// <summary>A struct iovec: one buffer of a gather call.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IoVector
{
    public byte* Base;
    public nuint Length;
}
