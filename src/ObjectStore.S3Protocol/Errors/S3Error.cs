namespace ObjectStore.S3Protocol.Errors;

/// <summary>One kind of error of the S3 protocol. Immutable; all of them stand in <see cref="S3Errors"/>.</summary>
internal sealed class S3Error(string code, int httpStatus, string message)
{
    /// <summary>The code that clients act on.</summary>
    public string Code { get; } = code;

    /// <summary>The HTTP status that it is sent with.</summary>
    public int HttpStatus { get; } = httpStatus;

    /// <summary>What is said where there is nothing more precise to say.</summary>
    public string Message { get; } = message;

    /// <inheritdoc/>
    public override string ToString() => Code;
}
