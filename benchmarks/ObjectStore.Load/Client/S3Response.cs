namespace ObjectStore.Load.Client;

/// <summary>How a request ended.</summary>
/// <param name="Status">The HTTP status; zero if there was no answer.</param>
/// <param name="BodyLength">Bytes of body that arrived.</param>
/// <param name="Error">Null on success, else the beginning of the error document, or of the exception.</param>
internal readonly record struct S3Response(int Status, long BodyLength, string? Error)
{
    public bool IsSuccess => Error is null;
}
