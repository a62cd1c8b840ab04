using ObjectStore.Server.Tests.Processes;
using Xunit;

namespace ObjectStore.Server.Tests.Clients;

/// <summary>One server on four drives for all client tests; each test has buckets of its own.</summary>
public sealed class FourDriveServer : IAsyncLifetime
{
    public TempFolder Folder { get; } = new();

    public ServerProcess Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await ServerProcess.StartAsync([Folder.Combine("drive{1...4}")]);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Folder.Dispose();
    }
}
