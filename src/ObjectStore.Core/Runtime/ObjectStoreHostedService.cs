using Microsoft.Extensions.Hosting;

namespace ObjectStore.Runtime;

/// <summary>Opens the store with the host, and closes it after everything that was registered later has stopped.</summary>
internal sealed class ObjectStoreHostedService(IObjectStore store) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => store.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => store.StopAsync(cancellationToken);
}
