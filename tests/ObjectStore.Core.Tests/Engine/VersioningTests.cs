using ObjectStore.Engine.Versions;
using ObjectStore.Metadata;
using Xunit;

namespace ObjectStore.Core.Tests.Engine;

public sealed class VersioningTests
{
    [Fact]
    public async Task Put_Enabled_KeepsOlderVersions()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync(BucketVersioning.Enabled);

        ObjectInfo first = await fixture.PutAsync("a", "one");
        ObjectInfo second = await fixture.PutAsync("a", "two");

        Assert.NotEqual(first.VersionId, second.VersionId);
        Assert.Equal("two", await fixture.GetAsync("a"));
        Assert.Equal("one", await fixture.GetAsync("a", first.VersionId));
        Assert.Equal("two", await fixture.GetAsync("a", second.VersionId));
        Assert.Equal([second.VersionId, first.VersionId], (await fixture.VersionsAsync()).Select(info => info.VersionId));
        Assert.Equal([true, false], (await fixture.VersionsAsync()).Select(info => info.IsCurrent));
        Assert.Equal((2, 6), await fixture.UsageAsync());
    }

    [Fact]
    public async Task Delete_Enabled_PutsAMarkerThatHidesTheObject()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync(BucketVersioning.Enabled);
        ObjectInfo put = await fixture.PutAsync("a", "one");

        DeleteObjectResult deleted = await fixture.DeleteAsync("a");

        Assert.True(deleted.IsDeleteMarker);
        Assert.Equal("<NoSuchKey>", await fixture.GetAsync("a"));
        Assert.Equal("<VersionIsDeleteMarker>", await fixture.GetAsync("a", deleted.VersionId));
        Assert.Equal("one", await fixture.GetAsync("a", put.VersionId));
        Assert.Empty(await fixture.KeysAsync());
        StorageError error = (await fixture.Engine.TryGetObjectInfoAsync(EngineFixture.Bucket, "a")).Error!;
        Assert.Equal(deleted.VersionId, error.Current!.VersionId);
        Assert.True(error.Current.IsDeleteMarker);
    }

    [Fact]
    public async Task DeleteVersion_OfTheMarker_BringsTheObjectBack()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync(BucketVersioning.Enabled);
        ObjectInfo put = await fixture.PutAsync("a", "one");
        DeleteObjectResult marker = await fixture.DeleteAsync("a");

        DeleteObjectResult removed = await fixture.DeleteAsync("a", marker.VersionId);

        Assert.True(removed.IsDeleteMarker);
        Assert.Equal(marker.VersionId, removed.VersionId);
        Assert.Equal("one", await fixture.GetAsync("a"));
        Assert.Equal("one", await fixture.GetAsync("a", put.VersionId));
        Assert.Equal(put.VersionId, (await fixture.VersionsAsync()).Single().VersionId);
    }

    [Fact]
    public async Task DeleteVersion_OfTheCurrent_PromotesTheNewestOther()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync(BucketVersioning.Enabled);
        ObjectInfo first = await fixture.PutAsync("a", "one");
        await fixture.DeleteAsync("a");
        ObjectInfo third = await fixture.PutAsync("a", "three");
        ObjectInfo fourth = await fixture.PutAsync("a", "four");

        await fixture.DeleteAsync("a", fourth.VersionId);
        Assert.Equal("three", await fixture.GetAsync("a"));
        await fixture.DeleteAsync("a", third.VersionId);
        Assert.Equal("<NoSuchKey>", await fixture.GetAsync("a"));
        await fixture.DeleteAsync("a", first.VersionId);
        await fixture.Engine.Garbage.RunOnceAsync(default);

        Assert.True((await fixture.VersionsAsync()).Single().IsDeleteMarker);
        Assert.Equal(0, fixture.Blobs.Count);
        Assert.Equal((0, 0), await fixture.UsageAsync());
    }

    [Fact]
    public async Task DeleteVersion_Missing_IsNoError()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync(BucketVersioning.Enabled);
        await fixture.PutAsync("a", "one");
        string missing = VersionId.Format(new CommitStamp(1, 999));

        DeleteObjectResult result = await fixture.DeleteAsync("a", missing);

        Assert.Equal(missing, result.VersionId);
        Assert.Equal("<NoSuchVersion>", await fixture.GetAsync("a", missing));
        Assert.Equal("<InvalidArgument>", await fixture.GetAsync("a", "no-version-id"));
    }

    [Fact]
    public async Task Enable_ExistingObject_BecomesTheNullVersion()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        await fixture.PutAsync("a", "before");

        await fixture.SetVersioningAsync(BucketVersioning.Enabled);
        Assert.Equal("before", await fixture.GetAsync("a", "null"));
        await fixture.PutAsync("a", "after");

        Assert.Equal("before", await fixture.GetAsync("a", "null"));
        Assert.Equal("null", (await fixture.VersionsAsync())[1].VersionId);
    }

    [Fact]
    public async Task Put_Suspended_ReplacesTheNullVersionOnly()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        await fixture.PutAsync("a", "null 1");
        await fixture.SetVersioningAsync(BucketVersioning.Enabled);
        ObjectInfo kept = await fixture.PutAsync("a", "kept");
        await fixture.SetVersioningAsync(BucketVersioning.Suspended);

        ObjectInfo second = await fixture.PutAsync("a", "null 2");
        await fixture.PutAsync("a", "null 3");
        await fixture.Engine.Garbage.RunOnceAsync(default);

        Assert.Equal("null", second.VersionId);
        Assert.Equal("null 3", await fixture.GetAsync("a"));
        Assert.Equal("null 3", await fixture.GetAsync("a", "null"));
        Assert.Equal("kept", await fixture.GetAsync("a", kept.VersionId));
        Assert.Equal(2, (await fixture.VersionsAsync()).Count);
        Assert.Equal(2, fixture.Blobs.Count);
    }

    [Fact]
    public async Task Delete_Suspended_ReplacesTheNullVersionByAMarker()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync(BucketVersioning.Suspended);
        await fixture.PutAsync("a", "null");

        DeleteObjectResult result = await fixture.DeleteAsync("a");

        Assert.Equal("null", result.VersionId);
        Assert.True((await fixture.VersionsAsync()).Single().IsDeleteMarker);
        await fixture.DeleteAsync("a", "null");
        Assert.Empty(await fixture.VersionsAsync());
    }

    [Fact]
    public void VersionId_AnyStamp_RoundTripsAndNothingElseParses()
    {
        var stamp = new CommitStamp(uint.MaxValue, 0x0123_4567_89AB_CDEF);
        string text = VersionId.Format(stamp);

        Assert.True(VersionId.TryParse(text, out CommitStamp parsed));
        Assert.Equal(stamp, parsed);
        foreach (string wrong in (string[])["", "null", text + "A", text[..15], text[..15] + "=", text[..15] + " ", text[..14] + "==", text[..15] + "+", text[..15] + "/"])
        {
            Assert.False(VersionId.TryParse(wrong, out _), wrong);
        }
    }
}
