using ObjectStore.Blobs;
using ObjectStore.Drives;
using Xunit;

namespace ObjectStore.Core.Tests.Drives.Simulated;

/// <summary>
/// What a drive may hold, by all that it acknowledged: for each shard the set of its possible contents (0: none), now and after a crash, and the metadata sequence that must have survived.
/// Shards of metadata record n ride before it in the log, unflushed.
/// </summary>
internal sealed class DriveModel
{
    private const ulong RideBase = 1000;

    private readonly Dictionary<ulong, HashSet<int>> _now = [];
    private readonly Dictionary<ulong, HashSet<int>> _afterCrash = [];
    private readonly Dictionary<ulong, int> _staged = [];

    /// <summary>The last metadata record that was handed in.</summary>
    public ulong Appended { get; set; }

    /// <summary>The last one that was acknowledged.</summary>
    public ulong Acknowledged { get; set; }

    public static ShardDescriptor RideOf(ulong record) => DriveData.Descriptor(RideBase + record);

    public static byte[] Content(ulong blob, int variant, int length)
        => DriveData.Bytes((blob * 100) + (ulong)variant, length);

    /// <summary>Even blobs are log shards, odd ones files.</summary>
    public static int LengthOf(ulong blob) => blob % 2 == 0 ? 400 : ShardLayout.MaxLogShard + 400;

    public void Staged(ulong blob, int variant)
    {
        SetOf(_now, blob).Add(variant);
        SetOf(_afterCrash, blob).Add(variant);
        _staged[blob] = variant;
    }

    /// <summary>Everything staged is durable.</summary>
    public void Flushed()
    {
        foreach ((ulong blob, int variant) in _staged)
        {
            Durable(blob, variant);
        }

        _staged.Clear();
    }

    public void Durable(ulong blob, int variant)
    {
        _now[blob] = [variant];
        _afterCrash[blob] = [variant];
    }

    /// <summary>A write that failed or was given up: it may have come through or not.</summary>
    public void Uncertain(ulong blob, int variant)
    {
        SetOf(_now, blob).Add(variant);
        SetOf(_afterCrash, blob).Add(variant);
    }

    public void Deleted(ulong blob)
    {
        SetOf(_afterCrash, blob).UnionWith(SetOf(_now, blob));
        SetOf(_afterCrash, blob).Add(0);
        _now[blob] = [0];
        _staged.Remove(blob);
    }

    public void UncertainlyDeleted(ulong blob)
    {
        SetOf(_afterCrash, blob).Add(0);
        SetOf(_now, blob).Add(0);
    }

    public void Closed()
    {
        Flushed();

        // The deletion of a file is not durable even then.
        foreach ((ulong blob, HashSet<int> variants) in _now.Where(entry => entry.Key % 2 == 0))
        {
            _afterCrash[blob] = [.. variants];
        }
    }

    public void Crashed()
    {
        _staged.Clear();
        foreach ((ulong blob, HashSet<int> variants) in _afterCrash)
        {
            _now[blob] = [.. variants];
        }
    }

    public async Task VerifyAsync(IDrive drive)
    {
        foreach ((ulong blob, HashSet<int> variants) in _now)
        {
            (DriveStatus status, byte[]? data) = await DriveData.ReadAsync(drive, new ShardRef(DriveData.Descriptor(blob).Key, LengthOf(blob)));
            Assert.True(status is DriveStatus.Ok or DriveStatus.NotFound, $"shard {blob} is {status}");
            bool isAllowed = data is null ? variants.Contains(0) : variants.Any(variant => variant != 0 && data.AsSpan().SequenceEqual(Content(blob, variant, data.Length)));
            Assert.True(isAllowed, $"shard {blob} holds something else than {string.Join(',', variants)} ({status})");
        }
    }

    /// <summary>Looks at the metadata after an opening; gives the last record that is there.</summary>
    public async Task<ulong> VerifyMetadataAsync(IDrive drive)
    {
        Assert.True(drive.Replica.IsComplete);
        ulong logged = drive.Replica.Logged.Sequence;
        Assert.InRange(logged, Acknowledged, Appended);
        ulong applied = drive.Replica.Applied.Sequence;
        Assert.Equal(logged - applied, (ulong)drive.Replica.Tail.Count);
        for (ulong record = 1; record <= logged; record++)
        {
            Assert.Equal(record <= applied ? $"v{record}" : null, DriveData.Get(drive.Replica, $"k{record}"));
            await DriveData.AssertHoldsAsync(drive, RideOf(record), DriveData.Bytes(record, 350));
        }

        return logged;
    }

    private static HashSet<int> SetOf(Dictionary<ulong, HashSet<int>> sets, ulong blob)
    {
        if (!sets.TryGetValue(blob, out HashSet<int>? set))
        {
            sets[blob] = set = [0];
        }

        return set;
    }
}
