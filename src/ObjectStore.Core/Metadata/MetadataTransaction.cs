namespace ObjectStore.Metadata;

/// <summary>Conditions and changes that apply together. Built by one caller, then committed, once or again after a conflict with fresh conditions.</summary>
internal sealed class MetadataTransaction
{
    private readonly List<MetadataCondition> _conditions = [];
    private readonly List<MetadataChange> _changes = [];
    private readonly List<ShardRide> _rides = [];

    public IReadOnlyList<MetadataCondition> Conditions => _conditions;

    public IReadOnlyList<MetadataChange> Changes => _changes;

    /// <summary>The shards that become durable by riding in front of this transaction in the replicas' logs.</summary>
    public IReadOnlyList<ShardRide> Rides => _rides;

    /// <summary>Holds only if the key has a value with this stamp.</summary>
    public void RequireStamp(ReadOnlyMemory<byte> key, CommitStamp stamp) => _conditions.Add(new MetadataCondition(key, stamp));

    /// <summary>Holds only if the key has no value.</summary>
    public void RequireAbsent(ReadOnlyMemory<byte> key) => _conditions.Add(new MetadataCondition(key, null));

    /// <summary>Holds only if the key is as it was read.</summary>
    public void RequireUnchanged(ReadOnlyMemory<byte> key, MetadataValue? read) => _conditions.Add(new MetadataCondition(key, read?.Stamp));

    /// <summary>Sets a value. A key may be changed only once in a transaction.</summary>
    public void Put(ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> value) => _changes.Add(new MetadataChange(MetadataChangeKind.Put, key, value, 0, false));

    /// <summary>
    /// Sets a value under a key that ends in the stamp of this transaction (12 bytes, inverted if <paramref name="descending"/>), which is known only at commit.
    /// </summary>
    public void PutStamped(ReadOnlyMemory<byte> keyPrefix, ReadOnlyMemory<byte> value, bool descending)
        => _changes.Add(new MetadataChange(MetadataChangeKind.PutStamped, keyPrefix, value, 0, descending));

    /// <summary>Removes a value, if there is one.</summary>
    public void Delete(ReadOnlyMemory<byte> key) => _changes.Add(new MetadataChange(MetadataChangeKind.Delete, key, default, 0, false));

    /// <summary>Adds to a counter: a value of 8 bytes, little-endian; absent is 0. The only change that may come in any order with others of its kind.</summary>
    public void Add(ReadOnlyMemory<byte> key, long delta) => _changes.Add(new MetadataChange(MetadataChangeKind.Add, key, default, delta, false));

    /// <summary>Says that shards of a blob are staged but not flushed: see <see cref="ShardRide"/>.</summary>
    public void Ride(ShardRide ride) => _rides.Add(ride);

    /// <summary>Forgets the conditions, changes and rides, to build the transaction anew.</summary>
    public void Clear()
    {
        _conditions.Clear();
        _changes.Clear();
        _rides.Clear();
    }
}
