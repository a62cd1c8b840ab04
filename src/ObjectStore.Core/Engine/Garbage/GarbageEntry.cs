using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Garbage;

/// <summary>An entry of the garbage queue as it was read.</summary>
internal sealed record GarbageEntry(ReadOnlyMemory<byte> Key, CommitStamp Stamp, GarbageRecord Record)
{
    /// <summary>The least key after the entry's.</summary>
    public ReadOnlyMemory<byte> NextKey
    {
        get
        {
            byte[] next = new byte[Key.Length + 1];
            Key.CopyTo(next);
            return next;
        }
    }
}
