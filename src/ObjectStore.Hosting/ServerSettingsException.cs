namespace ObjectStore.Hosting;

/// <summary>The settings of a server are wrong.</summary>
public sealed class ServerSettingsException : Exception
{
    /// <summary>Creates the exception of all that is wrong.</summary>
    public ServerSettingsException(IReadOnlyList<string> errors)
        : base(string.Join(Environment.NewLine, errors ?? throw new ArgumentNullException(nameof(errors))))
        => Errors = errors;

    /// <summary>A sentence for each thing that is wrong.</summary>
    public IReadOnlyList<string> Errors { get; }
}
