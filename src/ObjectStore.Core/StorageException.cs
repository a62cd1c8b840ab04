namespace ObjectStore;

/// <summary>Thrown by the forms of the operations that do not return a result, and by reads whose content turns out to be unreadable.</summary>
public sealed class StorageException : Exception
{
    /// <summary>Creates the exception of an error.</summary>
    public StorageException(StorageError error, Exception? inner = null)
        : base((error ?? throw new ArgumentNullException(nameof(error))).Message, inner)
        => Error = error;

    /// <summary>Creates the exception of an error code with its message.</summary>
    public StorageException(StorageErrorCode code, string message, Exception? inner = null)
        : this(new StorageError(code, message), inner)
    {
    }

    /// <summary>Why the operation did not succeed.</summary>
    public StorageError Error { get; }

    /// <summary>What went wrong.</summary>
    public StorageErrorCode Code => Error.Code;
}
