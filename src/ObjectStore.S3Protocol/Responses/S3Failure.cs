using ObjectStore.S3Protocol.Errors;

namespace ObjectStore.S3Protocol.Responses;

/// <summary>An error as it is answered: what clients act on, and what is added for this case. Immutable.</summary>
/// <param name="Error">The error.</param>
/// <param name="Message">What the client is told.</param>
internal sealed record S3Failure(S3Error Error, string Message)
{
    /// <summary>Elements of the document beside the usual ones. Default: none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Elements { get; init; } = [];

    /// <summary>Headers of the response beside the usual ones. Default: none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The failure that an exception of the protocol stands for.</summary>
    public static S3Failure Of(S3Exception exception)
        => new(exception.Error, exception.Message) { Elements = exception.Elements, Headers = exception.Headers };
}
