using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ObjectStore.Hosting.Tests.Raw;

/// <summary>The whole server inside the test process, over real sockets and drives.</summary>
public sealed class InProcessServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("objectstore-hosting-").FullName;
    private WebApplication? _app;

    public IPEndPoint Endpoint { get; private set; } = new(IPAddress.Loopback, 0);

    public IObjectStore Store => _app!.Services.GetRequiredService<IObjectStore>();

    public RawS3Client Connect() => new(Endpoint);

    public async ValueTask InitializeAsync()
    {
        ServerSettings settings = ServerSettings.Load(
            ["server", Path.Combine(_folder, "drive{1...4}"), "--address", "127.0.0.1:0"],
            new ConfigurationBuilder().AddInMemoryCollection([new("MINIO_DOMAIN", "s3.test"), new("MINIO_DEFAULT_BUCKETS", "bucket")]).Build());
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.AddObjectStoreServer(settings);
        _app = builder.Build();
        _app.MapObjectStore();
        await _app.StartAsync();
        string address = _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        Endpoint = IPEndPoint.Parse(new Uri(address).Authority);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
