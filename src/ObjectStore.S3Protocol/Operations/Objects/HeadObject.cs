using System.Diagnostics.CodeAnalysis;

namespace ObjectStore.S3Protocol.Operations.Objects;

/// <summary>Gives the headers of <see cref="GetObject"/> without the content. Source: AWS, "HeadObject".</summary>
internal sealed class HeadObject : IS3Operation
{
    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        ReadQuery query = ReadQuery.Read(exchange);
        GetObjectOptions options = query.Options with { Range = null, PartNumber = null };
        StorageResult<ObjectInfo> result = await exchange.Store
            .TryGetObjectInfoAsync(exchange.Bucket, exchange.Key, options, exchange.Aborted).ConfigureAwait(false);
        if (!result.IsSuccess)
        {
            await exchange.FailAsync(ReadFailure.Of(exchange, query, result.Error)).ConfigureAwait(false);
            return;
        }

        ObjectInfo info = result.Value;
        bool isPartial = query.Options.PartNumber is not null || (query.Options.Range is not null && query.RangeApplies(info));
        if (!TrySlice(query, info, isPartial, out ContentSlice slice, out StorageError? error))
        {
            await exchange.FailAsync(ReadFailure.Of(exchange, query, error)).ConfigureAwait(false);
            return;
        }

        slice.SetHead(exchange, query, info, isPartial);
        await exchange.Context.StartResponseAsync(exchange.Aborted).ConfigureAwait(false);
    }

    private static bool TrySlice(
        ReadQuery query, ObjectInfo info, bool isPartial, out ContentSlice slice, [NotNullWhen(false)] out StorageError? error)
    {
        error = null;
        slice = new ContentSlice(0, info.Size);
        if (!isPartial)
        {
            return true;
        }

        bool isFound;
        if (query.Options.PartNumber is int partNumber)
        {
            isFound = TryFindPart(info, partNumber, out slice);
        }
        else
        {
            isFound = query.Options.Range.GetValueOrDefault().TryResolve(info.Size, out long offset, out long length);
            slice = new ContentSlice(offset, length);
        }

        error = isFound ? null : new StorageError(StorageErrorCode.InvalidRange, "The range or part lies outside the object.", info);
        return isFound;
    }

    private static bool TryFindPart(ObjectInfo info, int partNumber, out ContentSlice slice)
    {
        slice = new ContentSlice(0, info.Size);
        if (info.Parts.Count == 0)
        {
            return partNumber == 1;
        }

        long offset = 0;
        foreach (ObjectPart part in info.Parts)
        {
            if (part.Number == partNumber)
            {
                slice = new ContentSlice(offset, part.Size);
                return true;
            }

            offset += part.Size;
        }

        return false;
    }
}
