using ObjectStore.Files;

namespace ObjectStore.Core.Tests.Drives.Simulated;

/// <summary>An open file of a <see cref="SimulatedMedium"/>.</summary>
internal sealed class SimulatedFile(SimulatedMedium medium, SimulatedContent content, string path) : IDriveFile
{
    private readonly int _life = medium.Life;
    private bool _isDisposed;

    public long Length => Use("length").Length;

    public int Read(Span<byte> destination, long offset) => Use("read").Read(destination, offset);

    public int TryReadCached(Span<byte> destination, long offset) => medium.IsCold ? -1 : Read(destination, offset);

    public void Write(ReadOnlySpan<byte> data, long offset)
    {
        Step("write");
        int fits = medium.Take(data.Length);
        content.Write(data[..fits], offset);
        if (fits < data.Length)
        {
            throw new DriveIOException("write", path, DriveIOException.NoSpace);
        }
    }

    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset)
    {
        foreach (ReadOnlyMemory<byte> buffer in buffers)
        {
            Write(buffer.Span, offset);
            offset += buffer.Length;
        }
    }

    public void SyncData()
    {
        try
        {
            Step("sync");
        }
        catch (DriveIOException)
        {
            content.ForgetDirty();
            throw;
        }

        content.Sync();
    }

    public void SetLength(long length)
    {
        Step("truncate");
        content.SetLength(length);
    }

    public void StartWriteback(long offset, long length) => Use("writeback");

    public void Dispose() => _isDisposed = true;

    private void Step(string operation)
    {
        Use(operation);
        medium.Step(_life, operation, path);
    }

    private SimulatedContent Use(string operation)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        medium.RequireLife(_life, operation, path);
        return content;
    }
}
