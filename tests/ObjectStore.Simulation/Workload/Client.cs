using ObjectStore.Engine;
using ObjectStore.Simulation.Model;
using ObjectStore.Simulation.Running;

namespace ObjectStore.Simulation.Workload;

/// <summary>A client that does one random operation after the other and tells the oracle what it saw.</summary>
internal sealed class Client(ObjectStoreEngine store, Oracle oracle, Random chance, SimulatedClock clock, Trace trace, Scenario scenario, string name)
{
    private static readonly string[] Keys = ["a", "a/b", "key", "z"];

    private readonly int _dataShards = scenario.DataShards;
    private readonly Reads _reads = new(store, oracle, trace) { MayBeDamaged = scenario.IsBeyondParity };
    private readonly Uploads _uploads = new(store, oracle, chance, trace);

    public async Task RunAsync(int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            if (chance.Next(4) == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(1, chance.Next(4) == 0 ? 3000 : 60)), clock);
            }

            await RunOneAsync();
        }
    }

    private async Task RunOneAsync()
    {
        string bucket = chance.Next(8) switch
        {
            < 4 => Buckets.Plain,
            < 7 => Buckets.Versioned,
            _ => Buckets.Fleeting,
        };
        string key = Keys[chance.Next(Keys.Length)];
        switch (chance.Next(20))
        {
            case < 6:
                await PutAsync(bucket, key);
                break;
            case < 9:
                await _reads.GetAsync(bucket, key, NextRange());
                break;
            case 9:
                await GetAcrossDeletionAsync(bucket, key);
                break;
            case < 12:
                await DeleteAsync(bucket, key);
                break;
            case 12:
                await RemoveVersionAsync(key);
                break;
            case 13:
                await _reads.ListVersionsAsync(Buckets.Versioned);
                break;
            case 14:
                await _reads.ListAsync(bucket);
                break;
            case < 17:
                await _uploads.StepAsync(bucket == Buckets.Fleeting ? Buckets.Plain : bucket, key, _dataShards);
                break;
            case 17:
                await CopyAsync(bucket, key);
                break;
            case 18:
                await GetVersionAsync(key);
                break;
            default:
                await ChangeBucketAsync();
                break;
        }
    }

    private ByteRange? NextRange() => chance.Next(3) == 0 ? ByteRange.FromTo(chance.Next(10_000), chance.Next(10_000, 40_000)) : null;

    private async Task PutAsync(string bucket, string key)
    {
        byte[] content = ContentPattern.Of((ulong)chance.NextInt64(), Sizes.Next(chance, _dataShards)).ToArray();
        KeyHistory history = oracle.History(bucket, key);
        WriteConditions? conditions = NextConditions(history, out Write? expected);
        Write write = oracle.Begin(bucket, key, content);
        bool breaksOff = chance.Next(20) == 0;
        trace.Note($"{name}: {write} conditions {conditions} breaks off {breaksOff}");
        var options = new PutObjectOptions
        {
            UserMetadata = Named(write),
            Conditions = conditions,
            ContentLength = chance.Next(2) == 0 ? content.Length : null,
            ChecksumAlgorithm = chance.Next(3) == 0 ? ChecksumAlgorithm.Crc32 : null,
        };
        using var cancellation = NewCancellation();
        try
        {
            StorageResult<ObjectInfo> result = await store.TryPutObjectAsync(
                bucket, key, new SimulatedUploadStream(content, chance, breaksOff), options, cancellation.Token);
            if (breaksOff && result.IsSuccess)
            {
                throw new SimulationFailure($"{write} was acknowledged, though its content broke off");
            }

            End(write, result.Error, result.IsSuccess ? result.Value.VersionId : null, result.IsSuccess ? result.Value.ETag : null);
            Judge(write, conditions, expected, history, result.Error);
        }
        catch (BrokenUpload)
        {
            oracle.Refuse(write, "broke off");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            trace.Note($"{name}: {write} was cancelled");
        }
    }

    private async Task CopyAsync(string bucket, string key)
    {
        string from = Keys[chance.Next(Keys.Length)];
        string fromBucket = chance.Next(2) == 0 ? Buckets.Plain : Buckets.Versioned;
        KeyHistory sources = oracle.History(fromBucket, from);
        Write? source = sources.Writes.LastOrDefault(static write => write is { IsPut: true, ETag: not null });
        if (source is null)
        {
            return;
        }

        Write write = oracle.Begin(bucket, key, source.Content);
        trace.Note($"{name}: copy of {source} as {write}");
        long start = write.Start;
        StorageResult<ObjectInfo> result = await store.TryCopyObjectAsync(
            new ObjectReference(fromBucket, from, source.VersionId),
            bucket,
            key,
            new CopyObjectOptions { ReplaceHeaders = ObjectHeaders.None, UserMetadata = Named(write), SourceConditions = new ReadConditions { IfMatch = [source.ETag!] } });
        End(write, result.Error, result.IsSuccess ? result.Value.VersionId : null, result.IsSuccess ? result.Value.ETag : null);
        if (result.Error?.Code is StorageErrorCode.NoSuchVersion)
        {
            sources.OnVersionMissing(source, start, oracle.Now(), "copy");
        }
    }

    private async Task DeleteAsync(string bucket, string key)
    {
        Write write = oracle.Begin(bucket, key, content: null);
        trace.Note($"{name}: {write}");
        StorageResult<DeleteObjectResult> result = await store.TryDeleteObjectAsync(bucket, key);
        End(write, result.Error, result.IsSuccess && Buckets.IsVersioned(bucket) ? result.Value.VersionId : null, null);
    }

    /// <summary>Reads what is deleted meanwhile, and long enough for its garbage to be collected.</summary>
    private Task GetAcrossDeletionAsync(string bucket, string key)
        => _reads.GetAcrossAsync(bucket, key, async () =>
        {
            await (chance.Next(2) == 0 ? DeleteAsync(bucket, key) : PutAsync(bucket, key));
            await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(4000)), clock);
        });

    private async Task RemoveVersionAsync(string key)
    {
        if (NextVersion(key) is not { } version)
        {
            return;
        }

        trace.Note($"{name}: removes {version}");
        version.RemovalStart = Math.Min(version.RemovalStart, oracle.Now());
        StorageResult<DeleteObjectResult> result = await store.TryDeleteObjectAsync(Buckets.Versioned, key, new DeleteObjectOptions { VersionId = version.VersionId });
        if (result.IsSuccess)
        {
            version.RemovalFinish = Math.Min(version.RemovalFinish, oracle.Now());
        }
    }

    private async Task GetVersionAsync(string key)
    {
        if (NextVersion(key) is { IsPut: true } version)
        {
            await _reads.GetVersionAsync(version);
        }
    }

    private Write? NextVersion(string key)
    {
        Write[] versions = [.. oracle.History(Buckets.Versioned, key).Writes.Where(static write => write.VersionId is not null)];
        return versions.Length == 0 ? null : versions[chance.Next(versions.Length)];
    }

    private async Task ChangeBucketAsync()
    {
        long start = oracle.Now();
        if (chance.Next(2) == 0)
        {
            await store.TryCreateBucketAsync(Buckets.Fleeting);
            return;
        }

        StorageResult<BucketInfo> result = await store.TryDeleteBucketAsync(Buckets.Fleeting);
        trace.Note($"{name}: delete bucket: {result.Error?.ToString() ?? "done"}");
        if (result.IsSuccess)
        {
            long finish = oracle.Now();
            foreach (string key in Keys)
            {
                oracle.History(Buckets.Fleeting, key).OnSeen(null, start, finish, "delete bucket");
            }
        }
    }

    private WriteConditions? NextConditions(KeyHistory history, out Write? expected)
    {
        expected = null;
        switch (chance.Next(8))
        {
            case 0:
                return new WriteConditions { IfNoneMatch = "*" };
            case 1:
                expected = history.Writes.LastOrDefault(static write => write is { IsPut: true, ETag: not null });
                return expected is null ? null : new WriteConditions { IfMatch = expected.ETag };
            default:
                return null;
        }
    }

    private void Judge(Write write, WriteConditions? conditions, Write? expected, KeyHistory history, StorageError? error)
    {
        if (conditions is null || (error is not null && error.Code != StorageErrorCode.PreconditionFailed))
        {
            return;
        }

        long now = oracle.Now();
        if (error is null && expected is null)
        {
            history.OnSeen(null, write.Start, now, $"if-none-match of {write}");
        }
        else if (error is null && history.Writes.Count(other => other.IsPut && other.MayHave(expected!.ETag!)) == 1)
        {
            history.OnSeen(expected, write.Start, now, $"if-match of {write}");
        }
        else if (error is not null && conditions.IfNoneMatch is not null)
        {
            history.OnPresent(write.Start, now, $"if-none-match of {write}");
        }
    }

    private void End(Write write, StorageError? error, string? versionId, string? eTag)
    {
        trace.Note($"{name}: #{write.Id} ends: {error?.ToString() ?? "done"} {versionId}");
        trace.Mix((ulong)(error?.Code ?? StorageErrorCode.None));
        if (error is null)
        {
            oracle.Acknowledge(write, versionId, eTag);
        }
        else if (!Errors.IsInDoubt(error))
        {
            oracle.Refuse(write, error.ToString());
        }
    }

    private CancellationTokenSource NewCancellation()
    {
        var source = new CancellationTokenSource();
        if (chance.Next(16) == 0)
        {
            clock.CreateTimer(static state => _ = ((CancellationTokenSource)state!).CancelAsync(), source, TimeSpan.FromMicroseconds(chance.Next(4000)), Timeout.InfiniteTimeSpan);
        }

        return source;
    }

    private static Dictionary<string, string> Named(Write write) => new() { ["write"] = write.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) };
}
