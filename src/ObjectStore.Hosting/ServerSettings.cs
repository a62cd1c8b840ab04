using System.Net;
using Microsoft.Extensions.Configuration;
using ObjectStore.Hosting.Settings;
using ObjectStore.S3Protocol;

namespace ObjectStore.Hosting;

/// <summary>
/// The settings of a standalone server, from the command line, the environment and appsettings, under MinIO's names. Immutable. The command line wins over
/// configuration; configuration sources win over each other in the order in which they were added.
/// </summary>
public sealed record ServerSettings
{
    /// <summary>How the server is called.</summary>
    public static string Usage { get; } = """
        Usage: server [DIR...] [--address HOST:PORT] [--console-address HOST:PORT]

          DIR                DIR or DIR{1...4}: the drives' directories. Default: MINIO_VOLUMES, MINIO_DATA_DIR, else ./data
          --address          where S3 is served. Default: MINIO_ADDRESS; else port 9000 of all addresses if
                             MINIO_ROOT_USER and MINIO_ROOT_PASSWORD are set, of 127.0.0.1 if they are not
          --console-address  reserved for the web console; nothing listens there yet

        Settings from the environment or appsettings.json: MINIO_ROOT_USER, MINIO_ROOT_PASSWORD (each also with _FILE),
        MINIO_DEFAULT_BUCKETS, MINIO_VOLUMES, MINIO_DATA_DIR, MINIO_ADDRESS, MINIO_REGION or MINIO_SITE_REGION, MINIO_DOMAIN,
        MINIO_STORAGE_CLASS_STANDARD=EC:n.
        """;

    /// <summary>The drives as given, ellipses not yet expanded.</summary>
    public required IReadOnlyList<string> Drives { get; init; }

    /// <summary>Where S3 is served.</summary>
    public required IPEndPoint Address { get; init; }

    /// <summary>The root credentials.</summary>
    public required S3Credentials RootCredentials { get; init; }

    /// <summary>Whether <see cref="RootCredentials"/> are the well-known minioadmin/minioadmin, which are served on loopback only.</summary>
    public required bool UsesDefaultCredentials { get; init; }

    /// <summary>Buckets to create before the server is ready.</summary>
    public IReadOnlyList<string> DefaultBuckets { get; init; } = [];

    /// <summary>The region; null accepts any.</summary>
    public string? Region { get; init; }

    /// <summary>Domains for virtual-host style.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>Parity shards; null for the default of the number of drives.</summary>
    public int? Parity { get; init; }

    /// <summary>What a person should know of these settings, a sentence each: unknown names among them.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Reads the settings.</summary>
    /// <param name="args">The command line, beginning with <c>server</c> or empty.</param>
    /// <param name="configuration">Environment variables and appsettings: names begin with <c>MINIO_</c>.</param>
    /// <exception cref="ServerSettingsException">Something is wrong; the message names every setting that is, with its value.</exception>
    public static ServerSettings Load(IReadOnlyList<string> args, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(configuration);
        return new ServerSettingsReader(configuration).Read(args);
    }
}
