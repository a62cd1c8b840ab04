using System.Buffers.Binary;
using ObjectStore.Metadata;

namespace ObjectStore.Core.Tests.Metadata;

/// <summary>What a metadata store must hold: the plain specification of <see cref="IMetadataStore"/>.</summary>
internal sealed class MetadataModel
{
    public MetadataModel()
    {
    }

    public MetadataModel(MetadataModel other) => Entries = new SortedDictionary<byte[], (byte[] Value, CommitStamp Stamp)>(other.Entries, Entries.Comparer);

    public SortedDictionary<byte[], (byte[] Value, CommitStamp Stamp)> Entries { get; } = new(Comparer<byte[]>.Create((x, y) => x.AsSpan().SequenceCompareTo(y)));

    public bool Holds(MetadataTransaction transaction)
        => transaction.Conditions.All(c => StampOf(c.Key) == c.Stamp);

    public CommitStamp? StampOf(ReadOnlyMemory<byte> key) => Entries.TryGetValue(key.ToArray(), out (byte[], CommitStamp Stamp) found) ? found.Stamp : null;

    public void Apply(MetadataTransaction transaction, CommitStamp stamp)
    {
        foreach (MetadataChange change in transaction.Changes)
        {
            byte[] key = change.Key.ToArray();
            switch (change.Kind)
            {
                case MetadataChangeKind.Put:
                    Entries[key] = (change.Value.ToArray(), stamp);
                    break;
                case MetadataChangeKind.PutStamped:
                    byte[] suffix = new byte[12];
                    BinaryPrimitives.WriteUInt32BigEndian(suffix, change.Descending ? ~stamp.Epoch : stamp.Epoch);
                    BinaryPrimitives.WriteUInt64BigEndian(suffix.AsSpan(4), change.Descending ? ~stamp.Sequence : stamp.Sequence);
                    Entries[[.. key, .. suffix]] = (change.Value.ToArray(), stamp);
                    break;
                case MetadataChangeKind.Delete:
                    Entries.Remove(key);
                    break;
                case MetadataChangeKind.Add:
                    byte[] sum = new byte[8];
                    BinaryPrimitives.WriteInt64LittleEndian(sum, change.Delta + (Entries.TryGetValue(key, out (byte[] Value, CommitStamp) old) ? BinaryPrimitives.ReadInt64LittleEndian(old.Value) : 0));
                    Entries[key] = (sum, stamp);
                    break;
            }
        }
    }

    /// <summary>The entries a cursor over [from, to) yields, in its order, as text.</summary>
    public List<string> Scan(byte[] from, byte[] to, bool reverse)
    {
        IEnumerable<string> range = Entries
            .Where(e => e.Key.AsSpan().SequenceCompareTo(from) >= 0 && (to.Length == 0 || e.Key.AsSpan().SequenceCompareTo(to) < 0))
            .Select(e => Describe(e.Key, e.Value.Value, e.Value.Stamp));
        return [.. reverse ? range.Reverse() : range];
    }

    public static string Describe(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, CommitStamp stamp)
        => $"{Convert.ToHexString(key)}={Convert.ToHexString(value)}@{stamp.Epoch}.{stamp.Sequence}";
}
