namespace ObjectStore.Core.Tests.Metadata.Replication;

public class ReplicatedMetadataStoreOverOneTests() : ReplicatedMetadataStoreConformance(1, concurrent: false);
