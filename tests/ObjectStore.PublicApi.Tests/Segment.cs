using System.Buffers;

namespace ObjectStore.PublicApi.Tests;

/// <summary>A piece of a sequence.</summary>
internal sealed class Segment : ReadOnlySequenceSegment<byte>
{
    /// <summary>Cuts content into pieces of a length.</summary>
    public static ReadOnlySequence<byte> Cut(ReadOnlyMemory<byte> content, int length)
    {
        var first = new Segment { Memory = content[..Math.Min(length, content.Length)] };
        Segment last = first;
        for (int offset = length; offset < content.Length; offset += length)
        {
            var next = new Segment
            {
                Memory = content.Slice(offset, Math.Min(length, content.Length - offset)),
                RunningIndex = offset,
            };
            last.Next = next;
            last = next;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
