using ObjectStore.Metadata;

namespace ObjectStore.Engine.Listing;

/// <summary>
/// The records of one kind that a listing walks over: those of the S3 keys with the prefix, from behind a marker on. Immutable.
/// </summary>
/// <remarks>A record's key is a head (tag and bucket id), the S3 key and, for some kinds, a NUL and a suffix. No S3 key holds a NUL.</remarks>
internal sealed class ListingRange
{
    private const byte Terminator = 0;

    private ListingRange(ReadOnlyMemory<byte> head, KeyGrouping grouping, ReadOnlyMemory<byte> start)
    {
        Head = head;
        Grouping = grouping;
        Prefix = Join(head, grouping.Prefix);
        Start = start.Span.SequenceCompareTo(Prefix.Span) > 0 ? start : Prefix;
    }

    /// <summary>What stands before the S3 key in every record's key.</summary>
    public ReadOnlyMemory<byte> Head { get; }

    public KeyGrouping Grouping { get; }

    /// <summary>What every record's key begins with.</summary>
    public ReadOnlyMemory<byte> Prefix { get; }

    /// <summary>Where to begin; at or after <see cref="Prefix"/>, and perhaps after all its records.</summary>
    public ReadOnlyMemory<byte> Start { get; }

    /// <summary>The least key after all records of the range.</summary>
    public ReadOnlyMemory<byte> End => MetadataKeys.After(Prefix.Span);

    /// <summary>From behind all records of a key, or behind the whole group if the marker is a common prefix of the listing.</summary>
    /// <param name="head">What stands before the S3 key in every record's key.</param>
    /// <param name="grouping">The prefix and groups of the listing.</param>
    /// <param name="marker">The marker; empty to begin at the start.</param>
    public static ListingRange After(ReadOnlyMemory<byte> head, KeyGrouping grouping, ReadOnlyMemory<byte> marker)
    {
        if (marker.IsEmpty)
        {
            return new ListingRange(head, grouping, head);
        }

        // The least byte that another S3 key can go on with: the marker's own records end there or go on with the terminator.
        return grouping.IsGroup(marker.Span)
            ? new ListingRange(head, grouping, MetadataKeys.After(Join(head, marker)))
            : new ListingRange(head, grouping, Join(head, marker, new byte[] { Terminator + 1 }));
    }

    /// <summary>From behind the record of a key with a suffix.</summary>
    public static ListingRange AfterRecord(ReadOnlyMemory<byte> head, KeyGrouping grouping, ReadOnlyMemory<byte> marker, ReadOnlyMemory<byte> suffix)
        => new(head, grouping, Join(head, marker, new byte[] { Terminator }, suffix, new byte[] { 0 }));

    /// <summary>Takes a record's key apart.</summary>
    public void Split(ReadOnlySpan<byte> recordKey, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> suffix)
    {
        key = recordKey[Head.Length..];
        suffix = default;
        int end = key.IndexOf(Terminator);
        if (end >= 0)
        {
            suffix = key[(end + 1)..];
            key = key[..end];
        }
    }

    /// <summary>The least record key after all of a group.</summary>
    public ReadOnlyMemory<byte> AfterGroup(ReadOnlyMemory<byte> group) => MetadataKeys.After(Join(Head, group));

    private static byte[] Join(params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        int length = 0;
        foreach (ReadOnlyMemory<byte> part in parts)
        {
            length += part.Length;
        }

        byte[] joined = new byte[length];
        int position = 0;
        foreach (ReadOnlyMemory<byte> part in parts)
        {
            part.CopyTo(joined.AsMemory(position));
            position += part.Length;
        }

        return joined;
    }
}
