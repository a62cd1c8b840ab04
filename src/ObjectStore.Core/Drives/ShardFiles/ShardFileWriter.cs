using System.Runtime.InteropServices;
using ObjectStore.Blobs;
using ObjectStore.Files;

namespace ObjectStore.Drives.ShardFiles;

/// <summary>Writes one shard to a file of its own: under a staging name until it is complete and durable.</summary>
internal sealed class ShardFileWriter(ShardFileStore store, ShardDescriptor descriptor, string stagingPath, IDriveFile stagingFile) : IShardWriter
{
    /// <summary>After this many bytes write-out starts, so that the final sync finds little left.</summary>
    private const long WritebackBytes = 8 << 20;

    private readonly List<ulong> _hashes = [];
    private IDriveFile? _file = stagingFile;
    private ReadOnlyMemory<byte> _blocks;
    private long _length;
    private long _writtenBack;

    /// <summary>Whether an append failed on the way, so that the file's content is unknown.</summary>
    private bool _isBroken;

    public async ValueTask<DriveStatus> AppendAsync(ReadOnlyMemory<byte> blocks, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_file is null, this);
        if (_length % ShardLayout.BlockSize != 0)
        {
            throw new InvalidOperationException("Only the last block may be short.");
        }

        DriveStatus admitted = store.Admit(blocks.Length);
        if (admitted != DriveStatus.Ok || blocks.IsEmpty)
        {
            return admitted;
        }

        cancellationToken.ThrowIfCancellationRequested();
        _blocks = blocks;
        return await RunAsync(static writer => writer.Append()).ConfigureAwait(false);
    }

    public async ValueTask<DriveStatus> CompleteAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_file is null, this);
        if (ShardLayout.IsLogShard(_length))
        {
            throw new InvalidOperationException("A shard of this length belongs into the log.");
        }

        if (_isBroken)
        {
            throw new InvalidOperationException("An append failed: the shard cannot be completed.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        return await RunAsync(static writer => writer.Complete()).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_file is not null)
        {
            await store.RunAsync(this, static writer => writer.Abandon(), CancellationToken.None).ConfigureAwait(false);
            Close();
        }
    }

    private async ValueTask<DriveStatus> RunAsync(Func<ShardFileWriter, DriveStatus> step)
    {
        DriveStatus status = await store.RunAsync(this, step, CancellationToken.None).ConfigureAwait(false);
        _isBroken |= status != DriveStatus.Ok;
        return status;
    }

    private DriveStatus Append()
    {
        ReadOnlySpan<byte> blocks = _blocks.Span;
        int first = _hashes.Count;
        CollectionsMarshal.SetCount(_hashes, first + ShardLayout.BlockCount(blocks.Length));
        ShardBlocks.Hash(descriptor.Key, first, blocks, CollectionsMarshal.AsSpan(_hashes)[first..]);
        _file!.Write(blocks, _length);
        _length += blocks.Length;
        if (_length - _writtenBack >= WritebackBytes)
        {
            _file.StartWriteback(_writtenBack, _length - _writtenBack);
            _writtenBack = _length;
        }

        return DriveStatus.Ok;
    }

    private DriveStatus Complete()
    {
        byte[] footer = new byte[ShardFooter.SizeOf(descriptor, _hashes.Count)];
        ShardFooter.Write(descriptor, _length, CollectionsMarshal.AsSpan(_hashes), footer);
        _file!.Write(footer, _length);
        store.Publish(_file, stagingPath, descriptor.Key);
        Close();
        return DriveStatus.Ok;
    }

    private DriveStatus Abandon()
    {
        Close();
        store.Discard(stagingPath);
        return DriveStatus.Ok;
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }
}
