using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ObjectStore.S3Protocol;

namespace ObjectStore.Hosting;

/// <summary>Builds the standalone server.</summary>
public static class ObjectStoreServerBuilderExtensions
{
    /// <summary>Adds a store and its S3 endpoint by the settings of a standalone server; map it with <c>MapObjectStore()</c>.</summary>
    public static WebApplicationBuilder AddObjectStoreServer(this WebApplicationBuilder builder, ServerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(settings);
        builder.Services.AddObjectStore(options =>
        {
            options.Drives = [.. settings.Drives];
            options.Parity = settings.Parity;
        });
        builder.Services.AddObjectStoreEndpoint(options => Apply(settings, options));
        builder.Services.Configure<ObjectStoreServerOptions>(options => options.DefaultBuckets = [.. settings.DefaultBuckets]);

        // It makes an activity and a log scope for every request, though the protocol logs what is worth it, under ids of its own.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(settings.Address));
        return builder;
    }

    private static void Apply(ServerSettings settings, S3Options options)
    {
        options.Region = settings.Region;
        options.Domains = [.. settings.Domains];
        options.Credentials = [settings.RootCredentials];
    }
}
