using System.Diagnostics.CodeAnalysis;

namespace ObjectStore;

/// <summary>The outcome of an operation whose failure is normal: a value, or the error that stands in its place. Costs no exception.</summary>
/// <typeparam name="T">What the operation gives.</typeparam>
public readonly struct StorageResult<T>
    where T : class
{
    private readonly T? _value;

    private StorageResult(T? value, StorageError? error)
    {
        _value = value;
        Error = error;
    }

    /// <summary>The error, or null after success.</summary>
    public StorageError? Error { get; }

    /// <summary>Whether the operation succeeded.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

    /// <summary>The value.</summary>
    /// <exception cref="StorageException">The operation failed.</exception>
    public T Value => _value ?? throw new StorageException(Error ?? new StorageError(StorageErrorCode.InvalidArgument, "An empty result has no value."));

    /// <summary>Gives the value if the operation succeeded.</summary>
    public bool TryGetValue([NotNullWhen(true)] out T? value)
    {
        value = _value;
        return value is not null;
    }

    /// <summary>The value's text, or the error's.</summary>
    public override string ToString() => (Error is null ? _value?.ToString() : Error.ToString()) ?? "";

    /// <summary>A success; for interface types, which have no implicit conversions.</summary>
    internal static StorageResult<T> From(T value) => new(value, null);

    /// <summary>A success.</summary>
    public static implicit operator StorageResult<T>(T value) => new(value ?? throw new ArgumentNullException(nameof(value)), null);

    /// <summary>A failure.</summary>
    public static implicit operator StorageResult<T>(StorageError error) => new(null, error ?? throw new ArgumentNullException(nameof(error)));
}
