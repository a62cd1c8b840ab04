using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using ObjectStore.Engine.Versions;
using ObjectStore.Metadata;
using Xunit;

namespace ObjectStore.Core.Tests.Engine;

/// <summary>Random operations on one key by several tasks at once, replayed in the order of their commits on a model.</summary>
public sealed class VersioningPropertyTests
{
    private const string Key = "key";

    [Property(MaxTest = 150)]
    public void Operations_OneAfterTheOther_DoWhatTheModelSays(int seed, BucketVersioning start) => RunAsync(seed, start, tasks: 1, operations: 40).GetAwaiter().GetResult();

    [Property(MaxTest = 150)]
    public void Operations_AtOnce_DoWhatTheModelSaysInTheOrderOfTheirCommits(int seed, BucketVersioning start)
        => RunAsync(seed, start, tasks: 6, operations: 12).GetAwaiter().GetResult();

    private static async Task RunAsync(int seed, BucketVersioning start, int tasks, int operations)
    {
        var store = new YieldingMetadataStore(new MemoryMetadataStore());
        EngineFixture fixture = await EngineFixture.CreateAsync(metadata: store);
        var run = new Run(fixture, store);
        if (start != BucketVersioning.Unversioned)
        {
            await run.SetVersioningAsync(start);
        }

        await Task.WhenAll(Enumerable.Range(0, tasks).Select(task => Task.Run(async () =>
        {
            var random = new Random(HashCode.Combine(seed, task));
            for (int i = 0; i < operations; i++)
            {
                await run.StepAsync(random);
            }
        })));
        await run.CheckAsync();
    }

    private sealed class Run
    {
        private readonly EngineFixture _fixture;
        private readonly AsyncLocal<Operation?> _running = new();
        private readonly List<Operation> _committed = [];
        private readonly ConcurrentBag<string> _knownIds = [VersionId.Null];
        private int _counter;

        public Run(EngineFixture fixture, YieldingMetadataStore store)
        {
            _fixture = fixture;
            store.OnCommitted = _ =>
            {
                if (_running.Value is { } operation)
                {
                    _committed.Add(operation);
                }
            };
        }

        public Task StepAsync(Random random) => random.Next(20) switch
        {
            < 5 => PutAsync(random.Next(4) == 0),
            < 7 => CompleteUploadAsync(),
            < 11 => DeleteAsync(),
            < 18 => RemoveAsync(random),
            18 => SetVersioningAsync(BucketVersioning.Enabled),
            _ => SetVersioningAsync(BucketVersioning.Suspended),
        };

        public async Task SetVersioningAsync(BucketVersioning versioning)
        {
            _running.Value = new Operation(model => model.Versioning = versioning);
            await _fixture.SetVersioningAsync(versioning);
            _running.Value = null;
        }

        public async Task CheckAsync()
        {
            var model = new VersionModel();
            foreach (Operation operation in _committed)
            {
                operation.Apply(model);
            }

            IReadOnlyList<ObjectInfo> versions = await _fixture.VersionsAsync();
            Assert.Equal(
                model.Versions.Select(version => (model.Versioning == BucketVersioning.Unversioned ? null : version.Id, version.IsMarker)),
                versions.Select(info => (info.VersionId, info.IsDeleteMarker)));
            Assert.Equal(model.Live is { } live ? live.Content : "<NoSuchKey>", await _fixture.GetAsync(Key));
            Assert.Equal(model.Live is null ? [] : new[] { Key }, await _fixture.KeysAsync());
            foreach (VersionModel.ModelVersion version in model.Versions)
            {
                Assert.Equal(version.IsMarker ? "<VersionIsDeleteMarker>" : version.Content, await _fixture.GetAsync(Key, version.Id));
            }

            foreach (string gone in _knownIds.Except(model.Versions.Select(version => version.Id)))
            {
                Assert.Equal("<NoSuchVersion>", await _fixture.GetAsync(Key, gone));
            }

            VersionModel.ModelVersion[] objects = [.. model.Versions.Where(version => !version.IsMarker)];
            await _fixture.Engine.Garbage.RunOnceAsync(default);
            Assert.Equal(objects.Length, _fixture.Blobs.Count);
            Assert.Equal((objects.Length, objects.Sum(version => version.Content.Length)), await _fixture.UsageAsync());
            Assert.Empty(await _fixture.RecordsAsync(MetadataKeys.Garbage));
        }

        private async Task PutAsync(bool onlyIfMissing)
        {
            string content = $"content {Interlocked.Increment(ref _counter)}";
            string? id = null;
            _running.Value = new Operation(model =>
            {
                Assert.False(onlyIfMissing && model.Live is not null, "A conditional put replaced an object.");
                model.Put(id!, content);
            });
            var options = new PutObjectOptions { Conditions = onlyIfMissing ? new WriteConditions { IfNoneMatch = "*" } : null };
            StorageResult<ObjectInfo> result = await _fixture.Engine.TryPutObjectAsync(EngineFixture.Bucket, Key, EngineFixture.Content(content), options);
            _running.Value = null;
            if (result.TryGetValue(out ObjectInfo? info))
            {
                id = info.VersionId ?? VersionId.Null;
                _knownIds.Add(id);
            }
        }

        private async Task CompleteUploadAsync()
        {
            string content = $"content {Interlocked.Increment(ref _counter)}";
            MultipartUploadInfo upload = (await _fixture.Engine.TryCreateMultipartUploadAsync(EngineFixture.Bucket, Key)).Value;
            ObjectPart part = (await _fixture.Engine
                .TryUploadPartAsync(EngineFixture.Bucket, Key, upload.UploadId, 1, EngineFixture.Content(content))).Value;
            string? id = null;
            _running.Value = new Operation(model => model.Put(id!, content));
            ObjectInfo info = (await _fixture.Engine.TryCompleteMultipartUploadAsync(
                EngineFixture.Bucket, Key, upload.UploadId, [new CompletedPart(1, part.ETag)])).Value;
            _running.Value = null;
            id = info.VersionId ?? VersionId.Null;
            _knownIds.Add(id);
        }

        private async Task DeleteAsync()
        {
            string? id = null;
            _running.Value = new Operation(model => model.Delete(id!));
            id = (await _fixture.DeleteAsync(Key)).VersionId;
            _running.Value = null;
            if (id is not null)
            {
                _knownIds.Add(id);
            }
        }

        private async Task RemoveAsync(Random random)
        {
            string[] ids = [.. _knownIds];
            string id = ids[random.Next(ids.Length)];
            _running.Value = new Operation(model => Assert.True(model.Remove(id), "A version was removed twice."));
            await _fixture.DeleteAsync(Key, id);
            _running.Value = null;
        }

        internal sealed record Operation(Action<VersionModel> Apply);
    }
}
