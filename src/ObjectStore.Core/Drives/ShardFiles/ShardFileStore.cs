using ObjectStore.Blobs;
using ObjectStore.Files;

namespace ObjectStore.Drives.ShardFiles;

/// <summary>The shards of a drive that are too large for its log: a file each. Thread-safe.</summary>
internal sealed class ShardFileStore(IDriveFiles files, DriveIo io, DriveHealth health, DriveSpace space)
{
    /// <summary>Enough for most footers of shards whose length is not known, so that one read gets them.</summary>
    private const int FooterGuess = 4096;

    private long _attempts;

    public bool IsOnline => health.IsOnline;

    /// <summary>Deletes what writers left behind in an earlier life of the drive. Blocks.</summary>
    public void DeleteStaged()
    {
        foreach (string name in files.ListFiles(DriveLayout.StagingDirectory))
        {
            files.Delete($"{DriveLayout.StagingDirectory}/{name}");
        }
    }

    /// <summary>Begins a shard.</summary>
    public async ValueTask<(DriveStatus Status, IShardWriter? Writer)> CreateAsync(ShardDescriptor descriptor, CancellationToken cancellationToken)
    {
        DriveStatus admitted = Admit(0);
        if (admitted != DriveStatus.Ok)
        {
            return (admitted, null);
        }

        string path = DriveLayout.StagingFile(descriptor.Key, Interlocked.Increment(ref _attempts));
        try
        {
            IDriveFile file = await io.RunAsync((files, path), static create => create.files.CreateStreamed(create.path), cancellationToken).ConfigureAwait(false);
            return (DriveStatus.Ok, new ShardFileWriter(this, descriptor, path, file));
        }
        catch (Exception e) when (DriveHealth.IsDriveError(e))
        {
            return (health.Judge(e), null);
        }
    }

    /// <summary>Opens a shard.</summary>
    public async ValueTask<(DriveStatus Status, IShardReader? Reader)> OpenAsync(ShardRef shard, CancellationToken cancellationToken)
    {
        try
        {
            return await io.RunAsync((Store: this, shard), static open => open.Store.Open(open.shard), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (DriveHealth.IsDriveError(e))
        {
            return (health.Judge(e), null);
        }
    }

    /// <summary>Deletes shards.</summary>
    public ValueTask<DriveStatus> DeleteAsync(IReadOnlyList<ShardKey> keys)
        => RunAsync((files, keys), static delete => Delete(delete.files, delete.keys), CancellationToken.None);

    /// <summary>Lists the shards in a fan-out directory. Blocks.</summary>
    /// <exception cref="DriveIOException">The drive failed.</exception>
    public List<ShardKey> List(int directory, BlobId from, BlobId to)
    {
        var keys = new List<ShardKey>();
        foreach (string name in files.ListFiles(DriveLayout.FanOutDirectory(directory)))
        {
            if (DriveLayout.TryParseShardFile(name, out ShardKey key) && key.Blob.CompareTo(from) >= 0 && key.Blob.CompareTo(to) < 0)
            {
                keys.Add(key);
            }
        }

        return keys;
    }

    /// <summary>Reads what a shard says of itself; null if it is not there any more. Blocks.</summary>
    /// <exception cref="DriveIOException">The drive failed.</exception>
    public ShardInfo? Describe(ShardKey key)
    {
        using IDriveFile? file = files.TryOpen(DriveLayout.ShardFile(key));
        if (file is null)
        {
            return null;
        }

        using ShardFileFooter? footer = ShardFileFooter.Read(file, FooterGuess);
        if (footer is not null && ShardFooter.TryRead(footer.Bytes, out ShardKey found, out long length) && found == key)
        {
            return new ShardInfo(new ShardRef(key, length), ShardFooter.ReadDescriptor(footer.Bytes));
        }

        // Its length is unknown, but it must be named as a file.
        return new ShardInfo(new ShardRef(key, Math.Max(file.Length, ShardLayout.MaxLogShard + 1)), null);
    }

    /// <summary>Whether there is room for more.</summary>
    public DriveStatus Admit(long bytes)
    {
        if (health.IsOnline && space.TryTake(bytes))
        {
            return DriveStatus.Ok;
        }

        return health.IsOnline ? DriveStatus.Full : DriveStatus.Offline;
    }

    /// <summary>Runs a step of a reader or writer where it may block, and judges its errors.</summary>
    public async ValueTask<DriveStatus> RunAsync<TState>(TState state, Func<TState, DriveStatus> step, CancellationToken cancellationToken)
    {
        if (!health.IsOnline)
        {
            return DriveStatus.Offline;
        }

        try
        {
            return await io.RunAsync(state, step, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (DriveHealth.IsDriveError(e))
        {
            return health.Judge(e);
        }
    }

    /// <summary>Gives a finished file its name, content and name durable. Blocks.</summary>
    public void Publish(IDriveFile file, string stagingPath, ShardKey key)
    {
        health.Sync(file);
        files.Rename(stagingPath, DriveLayout.ShardFile(key));
        health.SyncDirectory(files, DriveLayout.DirectoryOf(key.Blob));
    }

    /// <summary>Deletes an unfinished file. Blocks.</summary>
    public void Discard(string stagingPath) => files.Delete(stagingPath);

    private static DriveStatus Delete(IDriveFiles files, IReadOnlyList<ShardKey> keys)
    {
        foreach (ShardKey key in keys)
        {
            files.Delete(DriveLayout.ShardFile(key));
        }

        return DriveStatus.Ok;
    }

    private (DriveStatus Status, IShardReader? Reader) Open(ShardRef shard)
    {
        IDriveFile? file = files.TryOpen(DriveLayout.ShardFile(shard.Key));
        if (file is null)
        {
            return (DriveStatus.NotFound, null);
        }

        ShardFileFooter? footer = null;
        IShardReader? reader = null;
        try
        {
            footer = ShardFileFooter.Read(file, ShardFooter.UsualSize(ShardLayout.BlockCount(shard.Length)));
            if (footer is not null
                && ShardFooter.TryRead(footer.Bytes, out ShardKey key, out long length)
                && key == shard.Key
                && length == shard.Length
                && length + footer.Bytes.Length == footer.FileLength)
            {
                reader = new ShardFileReader(this, file, footer, key, length);
            }

            return (reader is null ? DriveStatus.Corrupt : DriveStatus.Ok, reader);
        }
        finally
        {
            if (reader is null)
            {
                footer?.Dispose();
                file.Dispose();
            }
        }
    }
}
