namespace ObjectStore.Core.Tests.Metadata.Replication;

public class ReplicatedMetadataStoreOverTwoTests() : ReplicatedMetadataStoreConformance(2, concurrent: true);
