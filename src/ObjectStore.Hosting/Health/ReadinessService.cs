using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ObjectStore.Hosting.Health;

/// <summary>Opens the store, creates the default buckets, then declares the server ready; at shutdown declares it not ready first.</summary>
internal sealed class ReadinessService(IObjectStore store, IOptions<ObjectStoreServerOptions> options, ServerReadiness readiness) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.StartAsync(cancellationToken).ConfigureAwait(false);
        foreach (string bucket in options.Value.DefaultBuckets)
        {
            StorageResult<BucketInfo> created = await store.TryCreateBucketAsync(bucket, cancellationToken).ConfigureAwait(false);
            if (!created.IsSuccess && created.Error.Code != StorageErrorCode.BucketAlreadyExists)
            {
                throw new StorageException(created.Error);
            }
        }

        readiness.Set(true);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        readiness.Set(false);
        return Task.CompletedTask;
    }
}
