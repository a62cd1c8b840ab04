using System.Threading.Channels;
using ObjectStore.Blobs;
using ObjectStore.Erasure;
using ObjectStore.ErasureSets;
using ObjectStore.Scheduling;
using Xunit;

namespace ObjectStore.Core.Tests.ErasureSets;

public class ReportConfirmerTests
{
    private const uint Epoch = 5;

    private readonly BlobStoreFixture _fixture = new(new ErasureGeometry(2, 2), epoch: Epoch);
    private readonly PassedOn _passedOn = new();

    [Fact]
    public async Task Report_FreshSmallShardThatIsThereAfterAll_IsNotPassedOn()
    {
        BlobRef good = (await _fixture.WriteAsync(new byte[5000])).Ref;
        BlobRef lost = (await _fixture.WriteAsync(new byte[5000])).Ref;
        _fixture.DriveOf(lost, 2).Lose(new ShardKey(lost.Id, 2));
        ReportConfirmer confirmer = Create();

        confirmer.Report(good, BlobStoreFixture.Owner, 0b1111);
        confirmer.Report(lost, BlobStoreFixture.Owner, 0b0111);

        // In order, so the first report has come to nothing when the second arrives.
        Assert.Equal((lost, 0b0100u), await _passedOn.NextAsync());
        Assert.Equal(0, _fixture.Pool.RentedBytes);
    }

    [Fact]
    public async Task Report_FreshSmallShardDamaged_IsPassedOn()
    {
        BlobRef blob = (await _fixture.WriteAsync(new byte[5000])).Ref;
        _fixture.DriveOf(blob, 1).FlipBit(new ShardKey(blob.Id, 1), 8);

        Create().Report(blob, BlobStoreFixture.Owner, 0b0011);

        Assert.Equal((blob, 0b0010u), await _passedOn.NextAsync());
    }

    [Theory]
    [InlineData(Epoch, 1_000_000)]
    [InlineData(Epoch + 1, 5000)]
    public async Task Report_LargeOrOld_IsPassedOnAtOnce(uint epoch, int length)
    {
        BlobRef blob = (await _fixture.WriteAsync(new byte[length])).Ref;

        Create(epoch).Report(blob, BlobStoreFixture.Owner, 0b0011);

        Assert.Equal((blob, 0b0011u), _passedOn.Next());
    }

    [Fact]
    public async Task Report_DriveThatCannotAnswer_IsNotPassedOn()
    {
        BlobRef blob = (await _fixture.WriteAsync(new byte[5000])).Ref;
        _fixture.DriveOf(blob, 0).Fail();
        _fixture.DriveOf(blob, 1).Lose(new ShardKey(blob.Id, 1));

        Create().Report(blob, BlobStoreFixture.Owner, 0b0011);

        Assert.Equal((blob, 0b0010u), await _passedOn.NextAsync());
    }

    private ReportConfirmer Create(uint epoch = Epoch) => new(_fixture.Sets, new BlobIdGenerator(() => epoch, SystemRandomSource.Instance), _passedOn, _fixture.Pool, StoreEnvironment.System);

    private sealed class PassedOn : IHealReporter
    {
        private readonly Channel<(BlobRef Blob, uint Bad)> _reports = Channel.CreateUnbounded<(BlobRef Blob, uint Bad)>();

        public void Report(BlobRef blob, BlobOwner owner, uint badShards) => _reports.Writer.TryWrite((blob, badShards));

        public (BlobRef Blob, uint Bad) Next() => _reports.Reader.TryRead(out (BlobRef Blob, uint Bad) report) ? report : default;

        public async Task<(BlobRef Blob, uint Bad)> NextAsync() => await _reports.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }
}
