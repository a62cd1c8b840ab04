namespace ObjectStore.S3Protocol.Responses;

/// <summary>Answers without a body.</summary>
internal static class EmptyResponse
{
    private const int NoContent = 204;

    /// <summary>Sends status and headers.</summary>
    public static ValueTask SendAsync(S3RequestContext context, int statusCode = 200)
    {
        context.SetStatusCode(statusCode);
        if (statusCode != NoContent)
        {
            context.SetResponseContentLength(0);
        }

        return context.StartResponseAsync(context.RequestAborted);
    }
}
