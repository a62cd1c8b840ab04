namespace ObjectStore.Core.Tests.Metadata.Replication;

public class ReplicatedMetadataStoreOverFiveTests() : ReplicatedMetadataStoreConformance(5, concurrent: true);
