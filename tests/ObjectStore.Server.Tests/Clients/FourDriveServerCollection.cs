using Xunit;

namespace ObjectStore.Server.Tests.Clients;

[CollectionDefinition]
public class FourDriveServerCollection : ICollectionFixture<FourDriveServer>;
