using ObjectStore.Drives.Index;
using ObjectStore.Files;

namespace ObjectStore.Simulation.Media;

/// <summary>The index of a disk as one process has it open: without effect once that or the disk is gone.</summary>
internal sealed class SimulatedIndex(SimulatedMachine machine, SimulatedDisk disk) : IDriveIndex
{
    private readonly int _life = disk.Life;

    private MemoryIndex Inner => _life == disk.Life ? disk.Index : throw new DriveIOException("index", disk.Name, DriveIOException.IOError);

    public IIndexBatch CreateBatch() => Inner.CreateBatch();

    public void Write(IIndexBatch batch)
    {
        Step("index-write");
        Inner.Write(batch);
    }

    public byte[]? Get(ReadOnlySpan<byte> key) => Inner.Get(key);

    public int Get(ReadOnlySpan<byte> key, Span<byte> destination) => Inner.Get(key, destination);

    public IIndexCursor Scan(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool reverse = false) => Inner.Scan(from, to, reverse);

    public void Flush()
    {
        Step("index-flush");
        Inner.Flush();
    }

    /// <summary>A clean end is no promise either: only what was flushed is there.</summary>
    public void Dispose()
    {
        if (_life == disk.Life && !machine.IsDead)
        {
            disk.Index.Crash(machine.Chance.Next(disk.Index.UnflushedBatches + 1));
        }
    }

    private void Step(string operation)
    {
        if (machine.Step(operation, disk, string.Empty))
        {
            throw machine.Die();
        }

        if (_life == disk.Life && machine.Chance.Next(10_000) < disk.Faults.Errors)
        {
            throw new DriveIOException(operation, disk.Name, DriveIOException.IOError);
        }
    }
}
