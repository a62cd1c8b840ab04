using ObjectStore.Runtime;
using Xunit;

namespace ObjectStore.Tests.Runtime;

public class StoreLayoutTests
{
    // The quorum table: drives, sets, drives of a set, data + parity, metadata replicas.
    [Theory]
    [InlineData(1, 1, 1, 1, 0, 1)]
    [InlineData(2, 1, 2, 1, 1, 2)]
    [InlineData(3, 1, 3, 2, 1, 3)]
    [InlineData(4, 1, 4, 2, 2, 4)]
    [InlineData(6, 1, 6, 3, 3, 6)]
    [InlineData(8, 1, 8, 4, 4, 8)]
    [InlineData(12, 1, 12, 8, 4, 9)]
    [InlineData(16, 1, 16, 12, 4, 9)]
    [InlineData(32, 2, 16, 12, 4, 9)]
    [InlineData(18, 2, 9, 5, 4, 9)]
    public void Create_DefaultParity_FollowsTheTable(int drives, int sets, int perSet, int data, int parity, int replicas)
    {
        StoreLayout layout = StoreLayout.Create(drives, parity: null);

        Assert.Equal((sets, perSet, replicas), (layout.SetCount, layout.DrivesPerSet, layout.MetadataReplicas));
        Assert.Equal((data, parity), (layout.Geometry.DataShards, layout.Geometry.ParityShards));
    }

    [Fact]
    public void Create_ParityOfZero_KeepsTheMetadataReplicated()
        => Assert.Equal(4, StoreLayout.Create(4, parity: 0).MetadataReplicas);

    [Theory]
    [InlineData(4, 3)]
    [InlineData(1, 1)]
    [InlineData(4, -1)]
    public void Create_ParityOutOfRange_NamesIt(int drives, int parity)
        => Assert.Contains($"Parity is {parity}", Assert.Throws<ArgumentException>(() => StoreLayout.Create(drives, parity)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(31)]
    public void Create_DrivesThatDoNotDivide_AreRefused(int drives)
        => Assert.Throws<ArgumentException>(() => StoreLayout.Create(drives, parity: null));
}
