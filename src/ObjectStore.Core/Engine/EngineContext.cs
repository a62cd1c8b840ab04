using Microsoft.Extensions.Logging;
using ObjectStore.Engine.Reading;
using ObjectStore.ErasureSets;
using ObjectStore.Metadata;
using ObjectStore.Scheduling;

namespace ObjectStore.Engine;

/// <summary>What the operations of one engine share. Thread-safe.</summary>
internal sealed class EngineContext(IMetadataStore metadata, IBlobStore blobs, StoreEnvironment environment)
{
    public IMetadataStore Metadata { get; } = metadata;

    public IBlobStore Blobs { get; } = blobs;

    public StoreEnvironment Environment { get; } = environment;

    public EngineCommit Commit { get; } = new(metadata);

    /// <summary>The blobs that readers use.</summary>
    public BlobHolds Holds { get; } = new();

    public ILogger Logger { get; } = environment.LoggerFactory.CreateLogger("ObjectStore.Engine");

    /// <summary>The time to show: milliseconds since 1970 (UTC).</summary>
    public long NowMs => Environment.Time.GetUtcNow().ToUnixTimeMilliseconds();
}
