using ObjectStore.Metadata;
using Xunit;

namespace ObjectStore.Core.Tests.Engine;

public sealed class CommitOutcomeTests
{
    private readonly FaultyMetadataStore _metadata = new(new MemoryMetadataStore());

    [Fact]
    public async Task Put_NoQuorum_ChangesNothingAndLeavesNoBlob()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync(metadata: _metadata);
        _metadata.Outcome = CommitStatus.Unavailable;

        Assert.Equal(StorageErrorCode.Unavailable, await fixture.PutErrorAsync("a", "x"));
        _metadata.Outcome = CommitStatus.Committed;

        Assert.Equal("<NoSuchKey>", await fixture.GetAsync("a"));
        Assert.Equal(0, fixture.Blobs.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Put_UnknownOutcome_KeepsTheBlob(bool isApplied)
    {
        EngineFixture fixture = await EngineFixture.CreateAsync(metadata: _metadata);
        _metadata.Outcome = CommitStatus.Indeterminate;
        _metadata.AppliesIndeterminate = isApplied;

        Assert.Equal(StorageErrorCode.Unavailable, await fixture.PutErrorAsync("a", "x"));
        _metadata.Outcome = CommitStatus.Committed;

        Assert.Equal(isApplied ? "x" : "<NoSuchKey>", await fixture.GetAsync("a"));
        Assert.Equal(1, fixture.Blobs.Count);
    }

    [Fact]
    public async Task Operations_ReadsFail_GiveUnavailable()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync(metadata: _metadata);
        _metadata.FailsReads = true;

        Assert.Equal(StorageErrorCode.Unavailable, await fixture.PutErrorAsync("a", "x"));
        Assert.Equal("<Unavailable>", await fixture.GetAsync("a"));
        Assert.Equal(StorageErrorCode.Unavailable, (await fixture.Engine.TryListObjectsAsync(EngineFixture.Bucket)).Error!.Code);
    }

    [Fact]
    public async Task Collect_NoQuorum_KeepsTheEntryForTheNextRun()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync(metadata: _metadata);
        await fixture.PutAsync("a", "x");
        await fixture.DeleteAsync("a");
        _metadata.Outcome = CommitStatus.Unavailable;
        await Assert.ThrowsAsync<StorageException>(() => fixture.Engine.Garbage.RunOnceAsync(default).AsTask());

        _metadata.Outcome = CommitStatus.Committed;

        Assert.Equal(1, await fixture.Engine.Garbage.RunOnceAsync(default));
        Assert.Empty(await fixture.RecordsAsync(MetadataKeys.Garbage));
    }

    [Fact]
    public async Task Read_DamagedRecord_GivesDataDamaged()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync(metadata: _metadata);
        var transaction = new MetadataTransaction();
        transaction.Put(MetadataKeys.Object(1, "a"u8), new byte[20]);
        await _metadata.CommitAsync(transaction);

        Assert.Equal("<DataDamaged>", await fixture.GetAsync("a"));
    }
}
