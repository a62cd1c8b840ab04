using Xunit;

namespace ObjectStore.Hosting.Tests.Raw;

[CollectionDefinition]
public class InProcessServerCollection : ICollectionFixture<InProcessServer>;
