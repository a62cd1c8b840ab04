using ObjectStore.Engine;
using ObjectStore.Simulation.Model;
using ObjectStore.Simulation.Running;

namespace ObjectStore.Simulation.Workload;

/// <summary>Reads and listings, each of which the oracle judges.</summary>
internal sealed class Reads(ObjectStoreEngine store, Oracle oracle, Trace trace)
{
    /// <summary>Whether every read has to succeed: nothing is broken any more.</summary>
    public bool MustSucceed { get; init; }

    /// <summary>Whether content may be lost, which is an error.</summary>
    public bool MayBeDamaged { get; init; }

    /// <summary>Reads the current version, or a range of it.</summary>
    public async Task GetAsync(string bucket, string key, ByteRange? range = null)
    {
        long start = oracle.Now();
        StorageResult<ObjectReader> result = await store.TryOpenObjectAsync(bucket, key, range is null ? null : new GetObjectOptions { Range = range });
        if (!result.IsSuccess)
        {
            OnError(result.Error, $"get of {bucket}/{key}");
            if (result.Error.Code is StorageErrorCode.NoSuchKey or StorageErrorCode.NoSuchBucket)
            {
                oracle.History(bucket, key).OnSeen(null, start, oracle.Now(), "get");
            }

            return;
        }

        await using ObjectReader reader = result.Value;
        Write write = oracle.Find(reader.Info);
        oracle.History(bucket, key).OnSeen(write, start, oracle.Now(), "get");
        await CompareAsync(reader, write);
    }

    /// <summary>Reads the current version while something else happens to the key: a reader keeps what it has opened.</summary>
    public async Task GetAcrossAsync(string bucket, string key, Func<Task> meanwhile)
    {
        long start = oracle.Now();
        StorageResult<ObjectReader> result = await store.TryOpenObjectAsync(bucket, key);
        if (!result.IsSuccess)
        {
            OnError(result.Error, $"get of {bucket}/{key}");
            return;
        }

        await using ObjectReader reader = result.Value;
        Write write = oracle.Find(reader.Info);
        oracle.History(bucket, key).OnSeen(write, start, oracle.Now(), "get");
        await meanwhile();
        await CompareAsync(reader, write);
    }

    /// <summary>Reads a version by its id.</summary>
    public async Task GetVersionAsync(Write version)
    {
        long start = oracle.Now();
        StorageResult<ObjectReader> result = await store.TryOpenObjectAsync(version.Bucket, version.Key, new GetObjectOptions { VersionId = version.VersionId });
        if (!result.IsSuccess)
        {
            OnError(result.Error, $"get of {version}");
            if (result.Error.Code is StorageErrorCode.NoSuchVersion or StorageErrorCode.NoSuchKey or StorageErrorCode.NoSuchBucket)
            {
                oracle.History(version.Bucket, version.Key).OnVersionMissing(version, start, oracle.Now(), "get of a version");
            }

            return;
        }

        await using ObjectReader reader = result.Value;
        if (oracle.Find(reader.Info) != version)
        {
            throw new SimulationFailure($"get of {version} gave {oracle.Find(reader.Info)}");
        }

        oracle.History(version.Bucket, version.Key).OnVersionSeen(version, start, oracle.Now(), "get of a version");
        await CompareAsync(reader, version);
    }

    /// <summary>Lists a bucket's objects.</summary>
    public async Task ListAsync(string bucket)
    {
        long start = oracle.Now();
        StorageResult<ObjectListing> result = await store.TryListObjectsAsync(bucket);
        if (!result.IsSuccess && result.Error.Code != StorageErrorCode.NoSuchBucket)
        {
            OnError(result.Error, $"list of {bucket}");
            return;
        }

        long finish = oracle.Now();
        IReadOnlyList<ObjectInfo> objects = result.IsSuccess ? result.Value.Objects : [];
        trace.Mix((ulong)objects.Count);
        foreach (KeyHistory history in oracle.Histories.Where(history => history.Bucket == bucket).ToArray())
        {
            ObjectInfo? info = objects.FirstOrDefault(info => info.Key.ToString() == history.Key);
            Write? seen = info is null ? null : FindListed(history, info);
            if (info is null || seen is not null)
            {
                history.OnSeen(seen, start, finish, "list");
            }
        }
    }

    /// <summary>Lists a bucket's versions.</summary>
    public async Task ListVersionsAsync(string bucket)
    {
        long start = oracle.Now();
        StorageResult<ObjectVersionListing> result = await store.TryListObjectVersionsAsync(bucket);
        if (!result.IsSuccess)
        {
            OnError(result.Error, $"list of the versions of {bucket}");
            return;
        }

        long finish = oracle.Now();
        ILookup<string, ObjectInfo> versions = result.Value.Versions.ToLookup(static info => info.Key.ToString());
        foreach (KeyHistory history in oracle.Histories.Where(history => history.Bucket == bucket).ToArray())
        {
            (Write?, string)[] listed = [.. versions[history.Key]
                .Select(info => (Info: info, Write: info.IsDeleteMarker ? null : FindListed(history, info)))
                .Where(static listed => listed.Info.IsDeleteMarker || listed.Write is not null)
                .Select(static listed => (listed.Write, listed.Info.VersionId!))];
            history.OnVersionsListed(listed, start, finish, "list of versions");
        }
    }

    /// <summary>Listings carry no user metadata: an object is known by its version, or by its ETag and size.</summary>
    private static Write? FindListed(KeyHistory history, ObjectInfo info)
        => history.FindVersion(info.VersionId) ?? history.FindByContent(info.ETag, info.Size);

    private async Task CompareAsync(ObjectReader reader, Write write)
    {
        byte[] expected = write.Content!;
        if (reader.Info.Size != expected.Length)
        {
            throw new SimulationFailure($"{write} has {reader.Info.Size} bytes now");
        }

        byte[] content = new byte[reader.Length];
        int length = 0;
        try
        {
            while (length < content.Length)
            {
                int count = await reader.ReadAsync(content.AsMemory(length));
                if (count == 0)
                {
                    throw new SimulationFailure($"{write} ends after {length} of {content.Length} bytes from {reader.Offset}");
                }

                length += count;
            }
        }
        catch (StorageException e)
        {
            OnError(e.Error, $"read of {write}");
        }

        if (!content.AsSpan(0, length).SequenceEqual(expected.AsSpan((int)reader.Offset, length)))
        {
            throw new SimulationFailure($"{write} was read with wrong bytes, from {reader.Offset} on");
        }
    }

    private void OnError(StorageError error, string what)
    {
        trace.Note($"{what}: {error}");
        trace.Mix((ulong)error.Code);
        if (MayBeDamaged && error.Code is StorageErrorCode.DataDamaged)
        {
            return;
        }

        if (error.Code == StorageErrorCode.DataDamaged || (MustSucceed && Errors.IsTrouble(error)))
        {
            throw new SimulationFailure($"{what} failed: {error}");
        }
    }
}
