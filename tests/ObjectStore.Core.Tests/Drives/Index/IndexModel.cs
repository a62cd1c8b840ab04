using System.Text;
using ObjectStore.Drives.Index;
using Xunit;

namespace ObjectStore.Core.Tests.Drives.Index;

/// <summary>What an index must hold and answer, in the plainest form.</summary>
internal sealed class IndexModel
{
    private readonly SortedDictionary<string, byte[]> _entries = new(StringComparer.Ordinal);

    public int Count => _entries.Count;

    public IndexModel Clone()
    {
        var clone = new IndexModel();
        foreach ((string key, byte[] value) in _entries)
        {
            clone._entries.Add(key, value);
        }

        return clone;
    }

    public void Apply(IEnumerable<IndexChange> changes)
    {
        foreach (IndexChange change in changes)
        {
            Apply(change);
        }
    }

    /// <summary>Puts the same changes into a batch, through each of its ways to put.</summary>
    public static void Fill(IIndexBatch batch, IEnumerable<IndexChange> changes)
    {
        int turn = 0;
        foreach (IndexChange change in changes)
        {
            if (change.End is not null)
            {
                batch.DeleteRange(change.Key, change.End);
            }
            else if (change.Value is null)
            {
                batch.Delete(change.Key);
            }
            else
            {
                Put(batch, change.Key, change.Value, turn++ % 3);
            }
        }
    }

    /// <summary>Whether the index holds exactly this.</summary>
    public bool Matches(IDriveIndex index)
    {
        using IIndexCursor cursor = index.Scan(default, default);
        foreach ((string key, byte[] value) in _entries)
        {
            if (!cursor.MoveNext() || !cursor.Key.SequenceEqual(Bytes(key)) || !cursor.Value.SequenceEqual(value))
            {
                return false;
            }
        }

        return !cursor.MoveNext();
    }

    public void AssertGet(IDriveIndex index, byte[] key)
    {
        byte[]? expected = _entries.GetValueOrDefault(Text(key));
        Assert.Equal(expected, index.Get(key));
        byte[] buffer = new byte[64];
        int length = index.Get(key, buffer);
        Assert.Equal(expected?.Length ?? -1, length);
        Assert.Equal(expected ?? [], buffer[..Math.Max(length, 0)]);
    }

    public void AssertScan(IDriveIndex index, IndexProbe probe)
    {
        List<byte[]> expected = Range(probe);
        using IIndexCursor cursor = index.Scan(probe.From, probe.To, probe.Reverse);
        foreach (byte[] key in expected)
        {
            Assert.True(cursor.MoveNext());
            Assert.Equal(key, cursor.Key.ToArray());
            Assert.Equal(_entries[Text(key)], cursor.Value.ToArray());
        }

        Assert.False(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
        foreach (byte[] seek in probe.Seeks.Where(k => IsWithin(k, probe)))
        {
            AssertSeek(cursor, expected, seek, probe.Reverse);
        }
    }

    private static void AssertSeek(IIndexCursor cursor, List<byte[]> expected, byte[] seek, bool reverse)
    {
        int position = expected.FindIndex(k => reverse ? Compare(k, seek) <= 0 : Compare(k, seek) >= 0);
        Assert.Equal(position >= 0, cursor.Seek(seek));
        if (position >= 0)
        {
            Assert.Equal(expected[position], cursor.Key.ToArray());
            Assert.Equal(position + 1 < expected.Count, cursor.MoveNext());
        }
    }

    private List<byte[]> Range(IndexProbe probe)
    {
        IEnumerable<byte[]> keys = _entries.Keys.Select(Bytes).Where(k => IsWithin(k, probe));
        return probe.Reverse ? keys.Reverse().ToList() : keys.ToList();
    }

    private static bool IsWithin(byte[] key, IndexProbe probe)
        => Compare(key, probe.From) >= 0 && (probe.To.Length == 0 || Compare(key, probe.To) < 0);

    private static int Compare(byte[] x, byte[] y) => x.AsSpan().SequenceCompareTo(y);

    private void Apply(IndexChange change)
    {
        if (change.End is not null)
        {
            string[] removed = _entries.Keys.Where(k => Compare(Bytes(k), change.Key) >= 0 && Compare(Bytes(k), change.End) < 0).ToArray();
            Array.ForEach(removed, k => _entries.Remove(k));
        }
        else if (change.Value is null)
        {
            _entries.Remove(Text(change.Key));
        }
        else
        {
            _entries[Text(change.Key)] = change.Value;
        }
    }

    private static void Put(IIndexBatch batch, byte[] key, byte[] value, int way)
    {
        int half = value.Length / 2;
        switch (way)
        {
            case 0:
                batch.Put(key, value);
                break;
            case 1:
                batch.Put(key, value.AsSpan(0, half), value.AsSpan(half));
                break;
            default:
                batch.Put(key.AsSpan(0, 1), key.AsSpan(1), value.AsSpan(0, half), value.AsSpan(half));
                break;
        }
    }

    // One character a byte keeps the order of unsigned bytes under ordinal comparison.
    private static string Text(byte[] key) => Encoding.Latin1.GetString(key);

    private static byte[] Bytes(string key) => Encoding.Latin1.GetBytes(key);
}
