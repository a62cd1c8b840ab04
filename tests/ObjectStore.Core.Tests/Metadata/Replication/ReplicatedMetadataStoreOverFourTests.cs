namespace ObjectStore.Core.Tests.Metadata.Replication;

public class ReplicatedMetadataStoreOverFourTests() : ReplicatedMetadataStoreConformance(4, concurrent: true);
