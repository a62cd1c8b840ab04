using ObjectStore.Blobs;
using ObjectStore.Drives;

namespace ObjectStore.ErasureSets;

/// <summary>The files of a blob too large for the logs, written side by side, one on each drive. For one caller at a time.</summary>
internal sealed class ShardFileGroup : IAsyncDisposable
{
    private readonly ShardTargets _targets;
    private readonly IShardWriter?[] _writers;
    private readonly List<(int Shard, long Length)> _completed = [];
    private readonly Lock _completedLock = new();

    private ShardFileGroup(ShardTargets targets)
    {
        _targets = targets;
        _writers = new IShardWriter?[targets.Geometry.TotalShards];
    }

    /// <summary>Creates the files. Drives that refuse drop out of the targets.</summary>
    public static async ValueTask<ShardFileGroup> CreateAsync(ShardTargets targets)
    {
        var group = new ShardFileGroup(targets);
        await targets.RunAsync(uint.MaxValue, group.CreateOneAsync).ConfigureAwait(false);
        return group;
    }

    /// <summary>Appends a piece of every shard; completes when no drive uses the memory any more.</summary>
    public async ValueTask AppendAsync(StripeBuffer buffer, int offset, int length)
    {
        await _targets.RunAsync(uint.MaxValue, shard => _writers[shard]!.AppendAsync(buffer.Shard(shard, offset, length))).ConfigureAwait(false);
    }

    /// <summary>Makes the files durable and visible to the drives.</summary>
    public ValueTask CompleteAsync(long shardLength, CancellationToken cancellationToken)
        => _targets.RunAsync(uint.MaxValue, shard => CompleteOneAsync(shard, shardLength, cancellationToken));

    /// <summary>Closes the files: what was not completed vanishes.</summary>
    public async ValueTask DisposeAsync()
    {
        for (int shard = 0; shard < _writers.Length; shard++)
        {
            if (_writers[shard] is { } writer)
            {
                _writers[shard] = null;
                await writer.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Deletes the files that were completed, as far as their drives are able to: the blob will never be named.</summary>
    public async ValueTask DeleteCompletedAsync()
    {
        foreach ((int shard, long length) in _completed)
        {
            // A drive that cannot delete now keeps an orphan, which the sweep after the next start finds.
            await _targets.DriveOf(shard).DeleteShardsAsync([new ShardRef(new ShardKey(_targets.Blob, (byte)shard), length)]).ConfigureAwait(false);
        }
    }

    private async ValueTask<DriveStatus> CreateOneAsync(int shard)
    {
        (DriveStatus status, IShardWriter? writer) = await _targets.DriveOf(shard).CreateShardAsync(_targets.Describe(shard)).ConfigureAwait(false);
        _writers[shard] = writer;
        return status;
    }

    private async ValueTask<DriveStatus> CompleteOneAsync(int shard, long length, CancellationToken cancellationToken)
    {
        lock (_completedLock)
        {
            // Noted before the outcome is known: a completion that fails or is cancelled may have taken place.
            _completed.Add((shard, length));
        }

        return await _writers[shard]!.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }
}
