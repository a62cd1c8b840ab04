using System.Buffers;
using CommunityToolkit.HighPerformance.Buffers;
using ObjectStore.S3Protocol.Responses;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Operations;

/// <summary>
/// Answers operations that may take long: after a while status 200 and the XML declaration go out, then white space keeps the connection
/// alive, then comes the document, or an error document, which clients know to look for. Source: AWS, "CompleteMultipartUpload".
/// </summary>
internal static class SlowResponse
{
    /// <summary>How long an operation may take before its response begins, and how often white space is sent after that.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Waits for an operation and answers.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="operation">The operation, which ends when the client is gone.</param>
    /// <param name="translate">Gives the failure of an error of the store.</param>
    /// <param name="setHeaders">Sets the headers of the result; not called once the response has begun.</param>
    /// <param name="writeDocument">Writes the root element of the result.</param>
    public static async ValueTask SendAsync<T>(
        S3Exchange exchange,
        Task<StorageResult<T>> operation,
        Func<StorageError, S3Failure> translate,
        Action<T> setHeaders,
        Action<S3XmlWriter, T> writeDocument)
        where T : class
    {
        if (!await EndsWithinIntervalAsync(exchange, operation).ConfigureAwait(false))
        {
            await SendBegunAsync(exchange, operation, translate, writeDocument).ConfigureAwait(false);
            return;
        }

        StorageResult<T> result = await operation.ConfigureAwait(false);
        if (!result.IsSuccess)
        {
            await exchange.FailAsync(translate(result.Error)).ConfigureAwait(false);
            return;
        }

        setHeaders(result.Value);
        await XmlResponse.SendAsync(exchange.Context, xml => writeDocument(xml, result.Value)).ConfigureAwait(false);
    }

    private static async Task SendBegunAsync<T>(
        S3Exchange exchange, Task<StorageResult<T>> operation, Func<StorageError, S3Failure> translate, Action<S3XmlWriter, T> writeDocument)
        where T : class
    {
        try
        {
            await KeepAliveAsync(exchange, operation).ConfigureAwait(false);
        }
        finally
        {
            // Whatever became of the connection: the operation still uses this request's body and token.
            await ((Task)operation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        S3Failure? failure = await FailureOfAsync(exchange, operation, translate).ConfigureAwait(false);
        using var document = new ArrayPoolBufferWriter<byte>();
        S3XmlWriter xml = new(document);
        if (failure is not null)
        {
            S3ErrorWriter.Write(xml, exchange.Subject, failure);
        }
        else
        {
            writeDocument(xml, (await operation.ConfigureAwait(false)).Value);
        }

        await SendPieceAsync(exchange.Context, document.WrittenMemory).ConfigureAwait(false);
    }

    private static async Task KeepAliveAsync(S3Exchange exchange, Task operation)
    {
        exchange.Context.SetStatusCode(200);
        exchange.Context.SetResponseHeader("Content-Type", XmlResponse.ContentType);
        using var declaration = new ArrayPoolBufferWriter<byte>();
        new S3XmlWriter(declaration).Declaration();
        await SendPieceAsync(exchange.Context, declaration.WrittenMemory).ConfigureAwait(false);
        while (!await EndsWithinIntervalAsync(exchange, operation).ConfigureAwait(false))
        {
            await SendPieceAsync(exchange.Context, " "u8.ToArray()).ConfigureAwait(false);
        }
    }

    private static async Task<S3Failure?> FailureOfAsync<T>(
        S3Exchange exchange, Task<StorageResult<T>> operation, Func<StorageError, S3Failure> translate)
        where T : class
    {
        try
        {
            StorageResult<T> result = await operation.ConfigureAwait(false);
            return result.IsSuccess ? null : translate(result.Error);
        }
        catch (Exception exception) when (!exchange.Aborted.IsCancellationRequested)
        {
            return exchange.Services.Failures.Translate(exception, exchange.Subject);
        }
    }

    private static async Task<bool> EndsWithinIntervalAsync(S3Exchange exchange, Task operation)
    {
        if (operation.IsCompleted)
        {
            return true;
        }

        using var stop = new CancellationTokenSource();
        Task interval = Task.Delay(Interval, exchange.Services.TimeProvider, stop.Token);
        bool hasEnded = await Task.WhenAny(operation, interval).ConfigureAwait(false) == operation;
        await stop.CancelAsync().ConfigureAwait(false);
        return hasEnded;
    }

    private static async Task SendPieceAsync(S3RequestContext context, ReadOnlyMemory<byte> piece)
    {
        context.ResponseBody.Write(piece.Span);
        await context.ResponseBody.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
