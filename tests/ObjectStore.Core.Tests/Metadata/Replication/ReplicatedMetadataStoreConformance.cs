using ObjectStore.Metadata;
using ObjectStore.Metadata.Replication;
using ObjectStore.Scheduling;

namespace ObjectStore.Core.Tests.Metadata.Replication;

public abstract class ReplicatedMetadataStoreConformance(int replicas, bool concurrent) : MetadataConformance
{
    private protected override async ValueTask<IMetadataStore> OpenAsync()
        => await ReplicatedMetadataStore.OpenAsync([.. Enumerable.Range(0, replicas).Select(_ => new MemoryReplica { IsConcurrent = concurrent })], StoreEnvironment.System);
}
