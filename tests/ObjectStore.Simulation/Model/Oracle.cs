using ObjectStore.Simulation.Running;

namespace ObjectStore.Simulation.Model;

/// <summary>What clients did and know: the judge of what the store shows.</summary>
internal sealed class Oracle
{
    private readonly Dictionary<(string Bucket, string Key), KeyHistory> _histories = [];
    private readonly List<Write> _writes = [];
    private long _time;
    private int _opening;

    public List<Upload> Uploads { get; } = [];

    public IReadOnlyCollection<KeyHistory> Histories => _histories.Values;

    /// <summary>Gives the next moment.</summary>
    public long Now() => ++_time;

    /// <summary>Gives the number of the next write.</summary>
    public int NextId()
    {
        _writes.Add(null!);
        return _writes.Count - 1;
    }

    public KeyHistory History(string bucket, string key)
    {
        if (!_histories.TryGetValue((bucket, key), out KeyHistory? history))
        {
            _histories.Add((bucket, key), history = new KeyHistory(bucket, key, Buckets.IsVersioned(bucket)));
        }

        return history;
    }

    public Write Begin(string bucket, string key, byte[]? content) => Begin(NextId(), bucket, key, content);

    public Write Begin(int id, string bucket, string key, byte[]? content)
    {
        var write = new Write(id, bucket, key, content, Now()) { Opening = _opening };
        _writes[id] = write;
        History(bucket, key).Add(write);
        return write;
    }

    /// <summary>The write was acknowledged.</summary>
    public void Acknowledge(Write write, string? versionId, string? eTag = null)
    {
        write.Outcome = Outcome.Certain;
        write.Finish = Math.Min(write.Finish, Now());
        write.VersionId ??= versionId;
        write.ETag ??= eTag;
        if (write.VersionId != versionId)
        {
            throw new SimulationFailure($"{write} was acknowledged as version {versionId}");
        }
    }

    /// <summary>The write was refused for good.</summary>
    public void Refuse(Write write, string why)
    {
        if (write.Outcome == Outcome.Certain)
        {
            throw new SimulationFailure($"{write} was refused ({why}), but was seen before");
        }

        write.Outcome = Outcome.Refused;
        write.Finish = Now();
    }

    /// <summary>Finds the write that an object names.</summary>
    public Write Find(ObjectInfo info)
    {
        if (info.UserMetadata.TryGetValue("write", out string? text) && int.TryParse(text, out int id) && id < _writes.Count && _writes[id] is { } write
            && write.Bucket == info.Bucket && write.Key == info.Key.ToString())
        {
            return write;
        }

        throw new SimulationFailure($"{info.Bucket}/{info.Key} says it is write '{info.UserMetadata.GetValueOrDefault("write")}', which is none of it");
    }

    /// <summary>The store is opened once more.</summary>
    public void OnOpening() => _opening++;

    /// <summary>The opened store takes writes: what was in doubt before is decided.</summary>
    public void OnDecided()
    {
        long now = Now();
        foreach (KeyHistory history in _histories.Values)
        {
            history.OnDecided(now, _opening);
        }
    }
}
