using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ObjectStore.Hosting.Adapter;
using ObjectStore.Hosting.Health;
using ObjectStore.Hosting.Memory;
using ObjectStore.Hosting.RequestHeads;
using ObjectStore.S3Protocol;

namespace ObjectStore.Hosting;

/// <summary>Registers the S3 endpoint of a store.</summary>
public static class ObjectStoreEndpointServiceCollectionExtensions
{
    /// <summary>
    /// Adds what <see cref="ObjectStoreEndpointRouteBuilderExtensions.MapObjectStore"/> needs, and sets Kestrel's limits and memory to what S3 needs.
    /// The store itself comes from <c>services.AddObjectStore()</c>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Credentials, region and domains. Without credentials every request is refused.</param>
    public static IServiceCollection AddObjectStoreEndpoint(this IServiceCollection services, Action<S3Options>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<S3Options>();
        services.AddOptions<ObjectStoreServerOptions>();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ServerReadiness>();
        services.TryAddSingleton<HealthHandler>();
        services.TryAddSingleton<ObjectStoreEndpoint>();
        services.TryAddSingleton(static provider => new S3RequestHandler(
            provider.GetRequiredService<IObjectStore>(),
            provider.GetRequiredService<IOptions<S3Options>>().Value,
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ReadinessService>());
        services.Replace(ServiceDescriptor.Singleton<IMemoryPoolFactory<byte>, PinnedBlockPoolFactory>());
        services.Configure<KestrelServerOptions>(SetLimits);
        services.Configure<KestrelServerOptions>(SetHeaderEncoding);
        return services;
    }

    // A key of 1,024 bytes is up to 3,072 when encoded, and a presigned query with a session token adds a few KiB more.
    private static void SetLimits(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.ConfigureEndpointDefaults(static endpoint => endpoint.Use(HeadRecordingMiddleware.Wrap));
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MaxRequestLineSize = 16 << 10;
        kestrel.Limits.MaxRequestHeadersTotalSize = 64 << 10;
        kestrel.Limits.MaxRequestBufferSize = 1 << 20;
        kestrel.Limits.MaxResponseBufferSize = 1 << 20;
    }

    // The protocol takes header values for bytes, and metadata in UTF-8 or Latin-1 has to come back as it came: Kestrel by itself refuses to send it.
    private static void SetHeaderEncoding(KestrelServerOptions kestrel)
    {
        kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
    }
}
