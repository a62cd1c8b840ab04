using ObjectStore.Hosting.Tests.Raw;
using Xunit;

namespace ObjectStore.Hosting.Tests.Allocations;

/// <summary>A server while whose tests run no others do: they look at the whole process.</summary>
[CollectionDefinition(DisableParallelization = true)]
public class QuietServerCollection : ICollectionFixture<InProcessServer>;
