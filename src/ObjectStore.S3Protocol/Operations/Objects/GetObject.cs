using System.IO.Pipelines;

namespace ObjectStore.S3Protocol.Operations.Objects;

/// <summary>Gives an object, or a range or part of it. Source: AWS, "GetObject".</summary>
internal sealed class GetObject : IS3Operation
{
    private const int MaxFirstPiece = 64 << 10;

    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        ReadQuery query = ReadQuery.Read(exchange);
        StorageResult<ObjectReader> result = await OpenAsync(exchange, query).ConfigureAwait(false);
        if (!result.IsSuccess)
        {
            await exchange.FailAsync(ReadFailure.Of(exchange, query, result.Error)).ConfigureAwait(false);
            return;
        }

        ObjectReader reader = result.Value;
        await using (reader.ConfigureAwait(false))
        {
            await SendAsync(exchange, query, reader).ConfigureAwait(false);
        }
    }

    /// <summary>Opens what is asked for; the whole object if it is no longer the one whose range is wanted.</summary>
    private static async ValueTask<StorageResult<ObjectReader>> OpenAsync(S3Exchange exchange, ReadQuery query)
    {
        if (query.IfRange is null)
        {
            return await exchange.Store.TryOpenObjectAsync(exchange.Bucket, exchange.Key, query.Options, exchange.Aborted).ConfigureAwait(false);
        }

        GetObjectOptions whole = query.Options with { Range = null };
        StorageResult<ObjectReader> result = await exchange.Store
            .TryOpenObjectAsync(exchange.Bucket, exchange.Key, whole, exchange.Aborted).ConfigureAwait(false);
        if (!result.TryGetValue(out ObjectReader? reader) || !query.RangeApplies(reader.Info))
        {
            return result;
        }

        await reader.DisposeAsync().ConfigureAwait(false);
        GetObjectOptions same = query.Options with { Conditions = new ReadConditions { IfMatch = [reader.Info.ETag] } };
        result = await exchange.Store.TryOpenObjectAsync(exchange.Bucket, exchange.Key, same, exchange.Aborted).ConfigureAwait(false);
        return result.Error?.Code == StorageErrorCode.PreconditionFailed
            ? await exchange.Store.TryOpenObjectAsync(exchange.Bucket, exchange.Key, whole, exchange.Aborted).ConfigureAwait(false)
            : result;
    }

    private static async ValueTask SendAsync(S3Exchange exchange, ReadQuery query, ObjectReader reader)
    {
        ContentSlice slice = new(reader.Offset, reader.Length);
        bool isPartial = query.Options.PartNumber is not null
            || (query.Options.Range is not null && (query.IfRange is null || reader.Length < reader.Info.Size || query.RangeApplies(reader.Info)));
        PipeWriter body = exchange.Context.ResponseBody;

        // The first piece is read before any header is set: content that turns out unreadable still gets a proper error answer.
        int read = 0;
        if (reader.Length > 0)
        {
            Memory<byte> piece = body.GetMemory();
            piece = piece[..(int)Math.Min(Math.Min(piece.Length, MaxFirstPiece), reader.Length)];
            read = await reader.ReadAsync(piece, exchange.Aborted).ConfigureAwait(false);
        }

        slice.SetHead(exchange, query, reader.Info, isPartial);
        if (reader.Length == 0)
        {
            await exchange.Context.StartResponseAsync(exchange.Aborted).ConfigureAwait(false);
            return;
        }

        exchange.IsContentBegun = true;
        body.Advance(read);
        if (read < reader.Length)
        {
            await reader.CopyToAsync(body, exchange.Aborted).ConfigureAwait(false);
        }

        await body.FlushAsync(exchange.Aborted).ConfigureAwait(false);
    }
}
