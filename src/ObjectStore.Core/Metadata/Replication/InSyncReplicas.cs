using System.Numerics;

namespace ObjectStore.Metadata.Replication;

/// <summary>
/// The replicas that take every record, and which of them serves reads. Changed by the sequencer only; <see cref="Links"/> and
/// <see cref="View"/> may be read by any thread.
/// </summary>
internal sealed class InSyncReplicas(int writeQuorum)
{
    private volatile ReplicaLink[] _links = [];
    private volatile ReadView _view = new(null, UndecidedKeys.None);

    public int WriteQuorum { get; } = writeQuorum;

    public ReadOnlySpan<ReplicaLink> Links => _links;

    public int Count => _links.Length;

    public bool IsQuorum => _links.Length >= WriteQuorum;

    /// <summary>Whether the write quorum has room for more than what makes room; so it seems without a quorum as well, whose lack shows elsewhere.</summary>
    public static bool HaveRoom(ReadOnlySpan<ReplicaLink> links, int writeQuorum)
    {
        int full = 0;
        foreach (ReplicaLink link in links)
        {
            // In this order: asking for room may find out that the drive has failed.
            full += !link.Replica.HasRoom && link.Replica.IsOnline ? 1 : 0;
        }

        return full == 0 || links.Length - full >= writeQuorum;
    }

    /// <summary>Who serves reads.</summary>
    public ReadView View => _view;

    /// <summary>The replicas as bits by their slot.</summary>
    public uint Bits
    {
        get
        {
            uint bits = 0;
            foreach (ReplicaLink link in _links)
            {
                bits |= link.Bit;
            }

            return bits;
        }
    }

    /// <summary>Those, as bits, that joined after a number of others had.</summary>
    public uint JoinedAfter(long joins)
    {
        uint bits = 0;
        foreach (ReplicaLink link in _links)
        {
            bits |= link.JoinedAt > joins ? link.Bit : 0;
        }

        return bits;
    }

    /// <summary>Takes these in place of all others.</summary>
    public void Reset(IReadOnlyList<ReplicaLink> links, ulong committedThrough, UndecidedKeys undecided)
    {
        foreach (ReplicaLink link in _links)
        {
            link.InSync = false;
        }

        foreach (ReplicaLink link in links)
        {
            link.InSync = true;
        }

        _links = [.. links];
        Elect(committedThrough, undecided);
    }

    public void Add(ReplicaLink link)
    {
        link.InSync = true;
        _links = [.. _links, link];
    }

    public void Remove(ReplicaLink link, ulong committedThrough)
    {
        link.InSync = false;
        _links = [.. _links.Where(other => other != link)];
        if (_view.Reader == link)
        {
            Elect(committedThrough, _view.Undecided);
        }
    }

    /// <summary>Whether a write quorum holds everything through a sequence durably; gives who does.</summary>
    public bool IsDurable(ulong sequence, out uint holders)
    {
        holders = 0;
        foreach (ReplicaLink link in _links)
        {
            holders |= link.Durable >= sequence ? link.Bit : 0;
        }

        return BitOperations.PopCount(holders) >= WriteQuorum;
    }

    /// <summary>Makes everything committed visible to reads: the reader applies it, or another that holds it durably does and becomes the reader.</summary>
    public void Show(ulong committedThrough, UndecidedKeys undecided)
    {
        if (_view.Reader is not { } reader || reader.Durable < committedThrough || !reader.Apply(committedThrough))
        {
            Elect(committedThrough, undecided);
        }
        else if (_view.Undecided != undecided)
        {
            _view = new ReadView(reader, undecided);
        }
    }

    /// <summary>Looks for a reader if there is none.</summary>
    public void EnsureReader(ulong committedThrough)
    {
        if (_view.Reader is null && _links.Length > 0)
        {
            Elect(committedThrough, _view.Undecided);
        }
    }

    /// <summary>Makes one the reader that holds everything committed durably; none if none does. It has applied it before the first read reaches it.</summary>
    private void Elect(ulong committedThrough, UndecidedKeys undecided)
    {
        ReplicaLink? elected = null;
        foreach (ReplicaLink link in _links)
        {
            if (link.Durable >= committedThrough && link.Replica.IsOnline && link.Apply(committedThrough))
            {
                elected = link;
                break;
            }
        }

        _view = new ReadView(elected, undecided);
    }
}
