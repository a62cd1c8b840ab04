using System.Diagnostics.CodeAnalysis;

namespace ObjectStore.Metadata.Replication;

/// <summary>The groups whose records are appended and not committed, oldest first. Used by the sequencer only.</summary>
internal sealed class InFlightGroups
{
    private readonly Queue<(InFlightGroup Group, MetadataRecord Record)> _groups = new();

    public int Count => _groups.Count;

    public void Add(InFlightGroup group, MetadataRecord record) => _groups.Enqueue((group, record));

    public bool TryPeek([NotNullWhen(true)] out InFlightGroup? group, out MetadataRecord record)
    {
        bool any = _groups.TryPeek(out (InFlightGroup Group, MetadataRecord Record) first);
        (group, record) = first;
        return any;
    }

    public void RemoveFirst() => _groups.Dequeue();

    public void Clear() => _groups.Clear();

    /// <summary>The sequence before the first record that shards ride before; null if there is none.</summary>
    public ulong? BeforeRides()
    {
        foreach ((InFlightGroup group, _) in _groups)
        {
            if (group.HasRides)
            {
                return group.FirstSequence - 1;
            }
        }

        return null;
    }

    /// <summary>A replica is in sync from now on. Records with rides that it holds it got in their turn, behind the shards, before it fell out of sync.</summary>
    public void OnJoined(ReplicaLink link)
    {
        foreach ((InFlightGroup group, _) in _groups)
        {
            group.Live |= link.Durable >= group.LastSequence ? link.Bit : 0;
        }
    }

    /// <summary>A replica is not in sync any more.</summary>
    public void OnDropped(ReplicaLink link)
    {
        foreach ((InFlightGroup group, _) in _groups)
        {
            group.Live &= ~link.Bit;
        }
    }

    /// <summary>Answers all: it is not known whether they will be committed.</summary>
    public void AnswerIndeterminate()
    {
        foreach ((InFlightGroup group, _) in _groups)
        {
            group.AnswerIndeterminate();
        }
    }
}
