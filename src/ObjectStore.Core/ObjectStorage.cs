using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ObjectStore.Runtime;

namespace ObjectStore;

/// <summary>Opens stores without dependency injection.</summary>
public static class ObjectStorage
{
    /// <summary>Opens a store on its drives, formatting those that are empty. Dispose it to close the drives.</summary>
    /// <param name="options">Where the data is.</param>
    /// <param name="loggerFactory">Where it logs. Default: nowhere.</param>
    /// <param name="timeProvider">The clock. Default: the system's.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message names it and its value.</exception>
    /// <exception cref="StorageException">The drives do not open; the message names the drive and says what to do.</exception>
    public static async Task<IObjectStore> OpenAsync(
        ObjectStoreOptions options,
        ILoggerFactory? loggerFactory = null,
        TimeProvider? timeProvider = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var store = new EmbeddedObjectStore(options, loggerFactory ?? NullLoggerFactory.Instance, timeProvider ?? TimeProvider.System);
        await store.StartAsync(cancellationToken).ConfigureAwait(false);
        return store;
    }
}
