namespace ObjectStore.S3Protocol.Errors;

/// <summary>
/// A request that the protocol refuses. Thrown inside the protocol layer only; whoever serves the request turns it into an error response.
/// </summary>
internal sealed class S3Exception : Exception
{
    private readonly List<KeyValuePair<string, string>> _elements = [];
    private readonly List<KeyValuePair<string, string>> _headers = [];

    /// <summary>Creates an exception.</summary>
    /// <param name="error">What is wrong.</param>
    /// <param name="message">What the client is told, without secrets. Default: the error's own message.</param>
    /// <param name="innerException">The cause, for the log only.</param>
    public S3Exception(S3Error error, string? message = null, Exception? innerException = null)
        : base(message ?? error.Message, innerException)
    {
        Error = error;
    }

    /// <summary>What is wrong.</summary>
    public S3Error Error { get; }

    /// <summary>
    /// Elements that the error document has beside the usual ones (<c>ArgumentName</c>, <c>Region</c>, ...), in their order.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Elements => _elements;

    /// <summary>Headers that the error response has beside the usual ones.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    /// <summary>Adds an element to the error document.</summary>
    public S3Exception WithElement(string name, string value)
    {
        _elements.Add(new(name, value));
        return this;
    }

    /// <summary>Adds a header to the error response.</summary>
    public S3Exception WithHeader(string name, string value)
    {
        _headers.Add(new(name, value));
        return this;
    }

    /// <summary>InvalidArgument with the elements <c>ArgumentName</c> and <c>ArgumentValue</c>.</summary>
    public static S3Exception InvalidArgument(string name, string? value, string? message = null)
        => new S3Exception(S3Errors.InvalidArgument, message)
            .WithElement("ArgumentName", name)
            .WithElement("ArgumentValue", value ?? string.Empty);
}
