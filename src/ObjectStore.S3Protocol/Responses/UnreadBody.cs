using System.IO.Pipelines;

namespace ObjectStore.S3Protocol.Responses;

/// <summary>
/// What becomes of the body of a request that is refused. A client that waits for 100 Continue is never asked for it. One that is sending
/// already would lose the answer if the connection were closed in its face: so much of the body is read off after the answer as is bounded.
/// For authenticated requests only: others cost no more than a head.
/// </summary>
internal static class UnreadBody
{
    private const long MaxDrainedBytes = 8 << 20;

    /// <summary>
    /// Lets a connection end on which a client waits for 100 Continue though it has no body to send, which HTTP servers do not ask for: botocore, which asks so for
    /// empty objects, misreads whatever follows an answer that came without 100 Continue.
    /// </summary>
    public static void SettleEmpty(S3RequestContext context)
    {
        if (context.ContentLength == 0 && IsWaiting(context))
        {
            context.CloseConnectionAfterResponse();
        }
    }

    /// <summary>Decides, before the response begins, whether the connection can go on.</summary>
    /// <returns>Whether <see cref="DrainAsync"/> is to be called after the response.</returns>
    public static bool Settle(S3RequestContext context)
    {
        if (context.ContentLength == 0)
        {
            return false;
        }

        bool waits = IsWaiting(context);
        if (waits || context.ContentLength is null or > MaxDrainedBytes)
        {
            context.CloseConnectionAfterResponse();
        }

        return !waits;
    }

    private static bool IsWaiting(S3RequestContext context) => context.GetHeader("Expect").Count > 0;

    /// <summary>Reads off what is left of the body, within the limit.</summary>
    public static async ValueTask DrainAsync(S3RequestContext context)
    {
        PipeReader body = context.RequestBody;
        long drained = 0;
        bool isAtEnd = false;
        while (!isAtEnd && drained < MaxDrainedBytes)
        {
            ReadResult result = await body.ReadAsync(context.RequestAborted).ConfigureAwait(false);
            drained += result.Buffer.Length;
            isAtEnd = result.IsCompleted || result.IsCanceled;
            body.AdvanceTo(result.Buffer.End);
        }
    }
}
