using ObjectStore.Blobs;
using ObjectStore.Core.Tests.Drives.Simulated;
using ObjectStore.Drives;
using Xunit;
using static ObjectStore.Core.Tests.Drives.DriveData;

namespace ObjectStore.Core.Tests.Drives;

/// <summary>No bit of a shard may be wrong and be given out.</summary>
public sealed class ShardIntegrityTests : IAsyncLifetime
{
    private readonly SimulatedDriveFixture _fixture = new();

    private LocalDrive Drive => _fixture.Drive;

    public async ValueTask InitializeAsync() => await _fixture.OpenAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Read_OfALogShardWithAnyByteFlipped_IsCorruptOrUntouched()
    {
        byte[] data = Bytes(1, 700);
        await WriteAsync(Drive, Descriptor(1), data);
        SimulatedContent log = _fixture.Medium.Content("log/0000000000000001.seg");
        for (int at = 0; at < log.Length; at++)
        {
            Flip(log, at);

            // The hash of the whole body only serves replay, and padding nobody.
            DriveStatus expected = at < log.Length - 8 - 7 ? DriveStatus.Corrupt : DriveStatus.Ok;
            DriveStatus status = await StatusOfAsync(Drive, Descriptor(1), data.Length);
            Assert.True(status == expected || at >= log.Length - 16, $"byte {at} of {log.Length}: {status}");
            Flip(log, at);
        }

        await AssertHoldsAsync(Drive, Descriptor(1), data);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Read_OfAShardFileWithAByteFlippedInAnyRegion_IsCorrupt(bool isCold)
    {
        _fixture.Medium.IsCold = isCold;
        byte[] data = Bytes(2, (3 * ShardLayout.BlockSize) + 500);
        await WriteAsync(Drive, Descriptor(2), data);
        SimulatedContent file = FileOf(Descriptor(2));
        IEnumerable<int> places = Enumerable.Range(0, data.Length / 997).Select(n => n * 997).Concat(Enumerable.Range(data.Length, file.Length - data.Length));
        foreach (int at in places)
        {
            Flip(file, at);
            Assert.Equal(DriveStatus.Corrupt, await StatusOfAsync(Drive, Descriptor(2), data.Length));
            Flip(file, at);
        }

        await AssertHoldsAsync(Drive, Descriptor(2), data);
    }

    [Fact]
    public async Task Read_OfAGoodBlockBesideABadOne_IsOk()
    {
        byte[] data = Bytes(3, 3 * ShardLayout.BlockSize);
        await WriteAsync(Drive, Descriptor(3), data);
        Flip(FileOf(Descriptor(3)), ShardLayout.BlockSize + 5);
        (_, IShardReader? reader) = await Drive.OpenShardAsync(Ref(Descriptor(3), data.Length));
        using (reader)
        {
            byte[] block = new byte[ShardLayout.BlockSize];
            Assert.Equal(DriveStatus.Ok, await reader!.ReadBlocksAsync(0, 1, block));
            Assert.Equal(DriveStatus.Corrupt, await reader.ReadBlocksAsync(1, 1, block));
            Assert.Equal(DriveStatus.Ok, await reader.ReadBlocksAsync(2, 1, block));
        }
    }

    [Fact]
    public async Task Read_OfATruncatedShardFile_IsCorruptAndListedWithoutDescriptor()
    {
        byte[] data = Bytes(4, 3 * ShardLayout.BlockSize);
        await WriteAsync(Drive, Descriptor(4), data);
        FileOf(Descriptor(4)).SetLength(1000);
        Assert.Equal(DriveStatus.Corrupt, await StatusOfAsync(Drive, Descriptor(4), data.Length));
        ShardInfo info = Assert.Single(await ListAsync(Drive));
        Assert.Null(info.Descriptor);
        Assert.Equal(DriveStatus.Ok, await Drive.DeleteShardsAsync([info.Shard]));
        Assert.Empty(await ListAsync(Drive));
    }

    [Fact]
    public async Task Read_OfAFileUnderAnotherShardsName_IsCorrupt()
    {
        byte[] data = Bytes(5, 3 * ShardLayout.BlockSize);
        await WriteAsync(Drive, Descriptor(5), data);
        _fixture.Medium.Rename(PathOf(Descriptor(5)), PathOf(Descriptor(6)));
        Assert.Equal(DriveStatus.Corrupt, await StatusOfAsync(Drive, Descriptor(6), data.Length));
    }

    [Fact]
    public async Task Write_OfACorruptShard_HealsIt()
    {
        byte[] data = Bytes(7, 900);
        await WriteAsync(Drive, Descriptor(7), data);
        Flip(_fixture.Medium.Content("log/0000000000000001.seg"), 50);
        Assert.Equal(DriveStatus.Corrupt, await StatusOfAsync(Drive, Descriptor(7), data.Length));
        await WriteAsync(Drive, Descriptor(7), data);
        await AssertHoldsAsync(Drive, Descriptor(7), data);
    }

    private static string PathOf(ShardDescriptor descriptor) => DriveLayout.ShardFile(descriptor.Key);

    private static void Flip(SimulatedContent content, int at)
    {
        byte[] one = new byte[1];
        content.Read(one, at);
        one[0] ^= 0x20;
        content.Write(one, at);
    }

    private SimulatedContent FileOf(ShardDescriptor descriptor) => _fixture.Medium.Content(PathOf(descriptor));
}
