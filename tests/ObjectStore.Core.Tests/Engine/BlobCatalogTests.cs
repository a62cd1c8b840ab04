using ObjectStore.Blobs;
using Xunit;

namespace ObjectStore.Core.Tests.Engine;

public sealed class BlobCatalogTests
{
    [Fact]
    public async Task Catalog_ObjectsVersionsAndParts_NamesExactlyTheirBlobs()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync(BucketVersioning.Enabled);
        await fixture.PutAsync("a", "first");
        await fixture.PutAsync("a", "second");
        await fixture.DeleteAsync("a");
        await fixture.PutAsync("a/b", "other");
        ObjectInfo removed = await fixture.PutAsync("a", "removed");
        BlobId garbage = fixture.Blobs.Blobs.Max();
        BlobOwner garbageOwner = fixture.Blobs.OwnerOf(garbage);
        await fixture.DeleteAsync("a", removed.VersionId);
        MultipartUploadInfo upload = (await fixture.Engine.TryCreateMultipartUploadAsync(EngineFixture.Bucket, "m")).Value;
        StorageResult<ObjectPart> part = await fixture.Engine
            .TryUploadPartAsync(EngineFixture.Bucket, "m", upload.UploadId, 3, EngineFixture.Content("part"));

        await CheckAsync(fixture, garbage);
        await fixture.Engine.TryCompleteMultipartUploadAsync(
            EngineFixture.Bucket, "m", upload.UploadId, [new CompletedPart(3, part.Value.ETag)]);
        await CheckAsync(fixture, garbage);

        Assert.False(await fixture.Engine.Catalog.IsNamedAsync(garbage, garbageOwner));
        Assert.False(await fixture.Engine.Catalog.IsNamedAsync(new BlobId(1, 2), garbageOwner));
    }

    [Fact]
    public async Task IsNamed_DeletedButStillRead_SaysYes()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        await fixture.PutAsync("a", "x");
        BlobId blob = fixture.Blobs.Blobs.Single();
        BlobOwner owner = fixture.Blobs.OwnerOf(blob);
        ObjectReader reader = (await fixture.Engine.TryOpenObjectAsync(EngineFixture.Bucket, "a")).Value;
        await fixture.DeleteAsync("a");

        Assert.True(await fixture.Engine.Catalog.IsNamedAsync(blob, owner));
        await reader.DisposeAsync();
        Assert.False(await fixture.Engine.Catalog.IsNamedAsync(blob, owner));
    }

    [Fact]
    public async Task ListBlobs_MoreThanAPage_GivesEachOnce()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync(BucketVersioning.Enabled);
        for (int i = 0; i < 900; i++)
        {
            await fixture.PutAsync($"k{i % 3}", "x");
        }

        var listed = new List<BlobId>();
        await foreach ((BlobRef blob, _) in fixture.Engine.Catalog.ListBlobsAsync())
        {
            listed.Add(blob.Id);
        }

        Assert.Equal(fixture.Blobs.Blobs.Order(), listed.Order());
    }

    private static async Task CheckAsync(EngineFixture fixture, BlobId garbage)
    {
        var listed = new List<BlobId>();
        await foreach ((BlobRef blob, BlobOwner owner) in fixture.Engine.Catalog.ListBlobsAsync())
        {
            BlobOwner stored = fixture.Blobs.OwnerOf(blob.Id);
            listed.Add(blob.Id);
            Assert.Equal(stored.BucketId, owner.BucketId);
            Assert.Equal(stored.Key.ToArray(), owner.Key.ToArray());
            Assert.Equal(stored.UploadId.ToArray(), owner.UploadId.ToArray());
            Assert.Equal(stored.PartNumber, owner.PartNumber);
            Assert.True(await fixture.Engine.Catalog.IsNamedAsync(blob.Id, owner));
        }

        Assert.Equal(fixture.Blobs.Blobs.Where(blob => blob != garbage).Order(), listed.Order());
    }
}
