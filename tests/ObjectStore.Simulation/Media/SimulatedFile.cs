using ObjectStore.Files;

namespace ObjectStore.Simulation.Media;

/// <summary>An open file of a disk.</summary>
internal sealed class SimulatedFile(SimulatedDriveFiles files, SimulatedInode inode, string path) : IDriveFile
{
    private bool _isDisposed;

    private Random Chance => files.Machine.Chance;

    public long Length
    {
        get
        {
            files.Require("length", path);
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return inode.Length;
        }
    }

    public int Read(Span<byte> destination, long offset)
    {
        files.End(Begin("read", isWrite: false));
        int count = inode.Read(destination, offset);
        if (count > 0 && files.Happens(files.Disk.Faults.ReadFlips))
        {
            destination[Chance.Next(count)] ^= (byte)(1 << Chance.Next(8));
        }

        return count;
    }

    public int TryReadCached(Span<byte> destination, long offset)
    {
        files.Require("read", path);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return Chance.Next(4) switch
        {
            0 => -1,
            1 => inode.Read(destination[..Chance.Next(destination.Length + 1)], offset),
            _ => inode.Read(destination, offset),
        };
    }

    public void Write(ReadOnlySpan<byte> data, long offset) => Write(data.ToArray(), offset);

    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset)
    {
        byte[] data = new byte[buffers.Sum(static buffer => buffer.Length)];
        int length = 0;
        for (int i = 0; i < buffers.Count; i++)
        {
            buffers[i].CopyTo(data.AsMemory(length));
            length += buffers[i].Length;
        }

        Write(data, offset);
    }

    public void SyncData()
    {
        bool dies = Begin("sync", isWrite: false);
        if (files.Happens(files.Disk.Faults.Syncs))
        {
            inode.FailSync(Chance);
            files.Machine.Trace.Note($"  {files.Disk.Name} sync {path} FAILS");
            throw new DriveIOException("fdatasync", path, DriveIOException.IOError);
        }

        if (!dies || Chance.Next(2) == 0)
        {
            inode.Sync();
        }

        files.End(dies);
    }

    public void SetLength(long length)
    {
        bool dies = Begin("truncate", isWrite: true);
        inode.SetLength(length);
        files.End(dies);
    }

    public void StartWriteback(long offset, long length) => files.Require("writeback", path);

    public void Dispose() => _isDisposed = true;

    private void Write(byte[] data, long offset)
    {
        bool dies = Begin("write", isWrite: true);
        files.Machine.Trace.Mix((ulong)offset);
        files.Machine.Trace.Mix((ulong)data.Length);
        DiskFaults faults = files.Disk.Faults;
        if (files.Happens(faults.Full))
        {
            inode.Write(data[..Chance.Next(data.Length + 1)], offset);
            files.Machine.Trace.Note($"  {files.Disk.Name} write {path} FAILS: full");
            throw new DriveIOException("write", path, DriveIOException.NoSpace);
        }

        if (files.Happens(faults.Misdirected))
        {
            files.Machine.Trace.Note($"  {files.Disk.Name} write {path} goes ELSEWHERE");
            inode.Write(data, Chance.Next(inode.Length + 1));
        }
        else if (files.Happens(faults.LostWrites))
        {
            files.Machine.Trace.Note($"  {files.Disk.Name} write {path} is LOST");
        }
        else
        {
            inode.Write(data, offset);
        }

        files.End(dies);
    }

    private bool Begin(string operation, bool isWrite)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return files.Begin(operation, path, isWrite);
    }
}
