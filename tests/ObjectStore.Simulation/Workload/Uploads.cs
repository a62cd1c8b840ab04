using ObjectStore.Engine;
using ObjectStore.Simulation.Model;
using ObjectStore.Simulation.Running;

namespace ObjectStore.Simulation.Workload;

/// <summary>Multipart uploads, which live longer than an opening of the store.</summary>
internal sealed class Uploads(ObjectStoreEngine store, Oracle oracle, Random chance, Trace trace)
{
    private const int MinPart = 6 << 10;

    /// <summary>Takes an upload a step further, or begins one.</summary>
    public async Task StepAsync(string bucket, string key, int dataShards)
    {
        Upload[] open = [.. oracle.Uploads.Where(static upload => !upload.IsBusy && !upload.MayBeGone)];
        if (open.Length == 0 || chance.Next(4) == 0)
        {
            await BeginAsync(bucket, key);
            return;
        }

        Upload chosen = open[chance.Next(open.Length)];
        chosen.IsBusy = true;
        int choice = chance.Next(8);
        if (choice == 0)
        {
            await AbortAsync(chosen);
        }
        else if (choice == 1)
        {
            await ListPartsAsync(chosen);
        }
        else if (choice < 5 && chosen.Parts.Count > 0)
        {
            await CompleteAsync(chosen);
        }
        else
        {
            await PutPartAsync(chosen, chance.Next(1, 4), dataShards);
        }

        chosen.IsBusy = false;
    }

    public async Task AbortAsync(Upload upload)
    {
        upload.MayBeGone = true;
        StorageResult<MultipartUploadInfo> result = await store.TryAbortMultipartUploadAsync(upload.Bucket, upload.Key, upload.Id);
        trace.Note($"abort of upload #{upload.WriteId}: {result.Error?.ToString() ?? "done"}");
    }

    private async Task BeginAsync(string bucket, string key)
    {
        int id = oracle.NextId();
        StorageResult<MultipartUploadInfo> result = await store.TryCreateMultipartUploadAsync(bucket, key, new CreateMultipartUploadOptions
        {
            UserMetadata = new Dictionary<string, string> { ["write"] = id.ToString(System.Globalization.CultureInfo.InvariantCulture) },
        });
        trace.Note($"begin of upload #{id}: {result.Error?.ToString() ?? "done"}");
        if (result.IsSuccess)
        {
            oracle.Uploads.Add(new Upload(bucket, key, result.Value.UploadId, id));
        }
    }

    private async Task PutPartAsync(Upload upload, int number, int dataShards)
    {
        ContentPattern content = ContentPattern.Of((ulong)chance.NextInt64(), MinPart + Sizes.Next(chance, dataShards));
        bool wasDoubtful = !upload.DoubtfulParts.Add(number);
        StorageResult<ObjectPart> result = await store.TryUploadPartAsync(
            upload.Bucket, upload.Key, upload.Id, number, new SimulatedUploadStream(content.ToArray(), chance, breaksOff: false));
        trace.Note($"part {number} of upload #{upload.WriteId}, {content.Length} bytes: {result.Error?.ToString() ?? "done"}");
        if (result.IsSuccess)
        {
            upload.Parts[number] = (content, result.Value.ETag);
            upload.DoubtfulParts.Remove(number);
        }
        else
        {
            if (!wasDoubtful && !Errors.IsInDoubt(result.Error))
            {
                upload.DoubtfulParts.Remove(number);
            }

            RequireThere(upload, result.Error, "part");
        }
    }

    private async Task ListPartsAsync(Upload upload)
    {
        StorageResult<PartListing> result = await store.TryListPartsAsync(upload.Bucket, upload.Key, upload.Id);
        if (!result.IsSuccess)
        {
            RequireThere(upload, result.Error, "list of the parts");
            return;
        }

        foreach ((int number, (_, string eTag)) in upload.Parts)
        {
            ObjectPart? part = result.Value.Parts.FirstOrDefault(part => part.Number == number);
            if (part is null || (part.ETag != eTag && !upload.DoubtfulParts.Contains(number)))
            {
                throw new SimulationFailure($"Part {number} of upload #{upload.WriteId} was acknowledged as {eTag}, and is {part?.ETag ?? "gone"} now");
            }
        }
    }

    private async Task CompleteAsync(Upload upload)
    {
        KeyValuePair<int, (ContentPattern Content, string ETag)>[] parts = [.. upload.Parts];
        bool isDoubtful = parts.Any(part => upload.DoubtfulParts.Contains(part.Key));
        upload.MayBeGone = true;
        Write write = oracle.Begin(upload.WriteId, upload.Bucket, upload.Key, ContentPattern.Join(parts.Select(static part => part.Value.Content)));
        trace.Note($"completes upload #{upload.WriteId} with {parts.Length} parts: {write}");
        StorageResult<ObjectInfo> result = await store.TryCompleteMultipartUploadAsync(
            upload.Bucket, upload.Key, upload.Id, [.. parts.Select(static part => new CompletedPart(part.Key, part.Value.ETag))]);
        trace.Note($"complete of upload #{upload.WriteId}: {result.Error?.ToString() ?? "done"}");
        if (result.IsSuccess)
        {
            oracle.Acknowledge(write, result.Value.VersionId, result.Value.ETag);
            return;
        }

        if (Errors.IsInDoubt(result.Error))
        {
            return;
        }

        oracle.Refuse(write, result.Error.ToString());
        if (result.Error.Code != StorageErrorCode.NoSuchBucket && !(isDoubtful && result.Error.Code == StorageErrorCode.InvalidPart))
        {
            throw new SimulationFailure($"Completing upload #{upload.WriteId} with acknowledged parts failed: {result.Error}");
        }
    }

    private static void RequireThere(Upload upload, StorageError error, string what)
    {
        if (error.Code == StorageErrorCode.NoSuchUpload)
        {
            throw new SimulationFailure($"{what} of upload #{upload.WriteId}: it is gone, though it was neither completed nor aborted");
        }
    }
}
