using System.Buffers;

namespace ObjectStore.Memory;

/// <summary>A rented buffer as a piece of a sequence: see <see cref="BufferChain"/>. Each buffer keeps its own and uses it again.</summary>
internal sealed class BufferSegment(PooledBuffer buffer) : ReadOnlySequenceSegment<byte>
{
    public PooledBuffer Buffer => buffer;

    public BufferSegment? Following => (BufferSegment?)Next;

    /// <summary>Shows a piece of the buffer, behind another segment or as the first.</summary>
    public void Set(ReadOnlyMemory<byte> memory, BufferSegment? previous)
    {
        Memory = memory;
        Next = null;
        RunningIndex = 0;
        if (previous is not null)
        {
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}
