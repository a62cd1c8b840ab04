namespace ObjectStore;

/// <summary>Why an operation did not succeed. Immutable.</summary>
public sealed class StorageError
{
    /// <summary>Creates an error.</summary>
    /// <param name="code">What went wrong; never <see cref="StorageErrorCode.None"/>.</param>
    /// <param name="message">A sentence for the caller that names the offending argument and its value.</param>
    /// <param name="current">The version the error is about, where one was found: for a failed condition, a delete marker, or a bad range.</param>
    public StorageError(StorageErrorCode code, string message, ObjectInfo? current = null)
    {
        Code = code;
        Message = message;
        Current = current;
    }

    /// <summary>What went wrong.</summary>
    public StorageErrorCode Code { get; }

    /// <summary>A sentence for the caller.</summary>
    public string Message { get; }

    /// <summary>The version the error is about, where one was found; else null.</summary>
    public ObjectInfo? Current { get; }

    /// <summary>The name of the HTTP field whose condition does not hold, such as <c>If-Match</c>, for PreconditionFailed and NotModified; else null.</summary>
    public string? Condition { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Code}: {Message}";
}
