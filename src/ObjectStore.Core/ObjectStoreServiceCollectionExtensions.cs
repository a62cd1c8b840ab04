using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ObjectStore.Runtime;

namespace ObjectStore;

/// <summary>Registers an embedded store.</summary>
public static class ObjectStoreServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IObjectStore"/> as a singleton. A generic host opens it at start and closes it cleanly at shutdown (SIGTERM); without a host,
    /// it opens at first use and closes when the service provider is disposed (asynchronously).
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets at least <see cref="ObjectStoreOptions.Drives"/>, unless options are configured elsewhere.</param>
    public static IServiceCollection AddObjectStore(this IServiceCollection services, Action<ObjectStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<ObjectStoreOptions>();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddSingleton<IObjectStore>(static provider => new EmbeddedObjectStore(
            provider.GetRequiredService<IOptions<ObjectStoreOptions>>().Value,
            provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance,
            provider.GetService<TimeProvider>() ?? TimeProvider.System));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ObjectStoreHostedService>());
        return services;
    }
}
