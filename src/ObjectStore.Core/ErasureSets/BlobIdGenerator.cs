using System.Buffers.Binary;
using ObjectStore.Blobs;
using ObjectStore.Scheduling;

namespace ObjectStore.ErasureSets;

/// <summary>Makes the ids of new blobs. Thread-safe.</summary>
/// <param name="epoch">Gives the opening of the store; no two openings share one. Asked for each id, for an opening may be settled only after the
/// store began to serve reads.</param>
/// <param name="random">Guards against an epoch used twice, as by two copies of one drive.</param>
internal sealed class BlobIdGenerator(Func<uint> epoch, IRandomSource random)
{
    private ulong _counter;

    /// <summary>The epoch of the ids made now.</summary>
    public uint Epoch => epoch();

    public BlobId Next()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        random.Fill(bytes);
        return BlobId.Create(epoch(), Interlocked.Increment(ref _counter), BinaryPrimitives.ReadUInt64LittleEndian(bytes));
    }
}
