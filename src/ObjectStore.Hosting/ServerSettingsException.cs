namespace ObjectStore.Hosting;

/// <summary>The settings of a server are wrong.</summary>
public sealed class ServerSettingsException : Exception
{
    /// <summary>Creates the exception of all that is wrong.</summary>
    /// <param name="errors">A sentence for each thing that is wrong.</param>
    /// <param name="isUsageWrong">Whether the command line cannot be understood.</param>
    public ServerSettingsException(IReadOnlyList<string> errors, bool isUsageWrong)
        : base(string.Join(Environment.NewLine, errors ?? throw new ArgumentNullException(nameof(errors))))
        => (Errors, IsUsageWrong) = (errors, isUsageWrong);

    /// <summary>A sentence for each thing that is wrong.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary>Whether the command line cannot be understood, so that <see cref="ServerSettings.Usage"/> helps.</summary>
    public bool IsUsageWrong { get; }
}
