using FsCheck;
using FsCheck.Fluent;
using ObjectStore.Files;
using Xunit;

namespace ObjectStore.Core.Tests.Files;

public sealed unsafe class IoVectorsTests
{
    /// <summary>A kernel may take any part of a gather write: whatever the parts, every byte goes once and in order.</summary>
    [Fact]
    public void Advance_ByAnyParts_VisitsEveryByteOnce()
        => Prop.ForAll(Lengths(0).ToArbitrary(), Lengths(1).ToArbitrary(), VisitsEveryByte).QuickCheckThrowOnFailure();

    private static Gen<int[]> Lengths(int smallest) => Gen.Choose(smallest, 9).NonEmptyListOf().Select(list => list.ToArray());

    private static void VisitsEveryByte(int[] lengths, int[] parts)
    {
        byte[] data = Enumerable.Range(0, lengths.Sum()).Select(i => (byte)i).ToArray();
        var written = new List<byte>();
        IoVector* vectors = stackalloc IoVector[lengths.Length];
        fixed (byte* start = data)
        {
            int offset = 0;
            for (int i = 0; i < lengths.Length; i++)
            {
                vectors[i] = new IoVector { Base = start + offset, Length = (nuint)lengths[i] };
                offset += lengths[i];
            }

            var rest = new IoVectors(vectors, lengths.Length);
            for (int turn = 0; rest.Count > 0; turn++)
            {
                byte[] remaining = Remaining(rest);
                int part = Math.Min(parts[turn % parts.Length], remaining.Length);
                written.AddRange(remaining[..part]);
                rest.Advance((nuint)part);
            }
        }

        Assert.Equal(data, written);
    }

    private static byte[] Remaining(IoVectors vectors)
    {
        var bytes = new List<byte>();
        for (int i = 0; i < vectors.Count; i++)
        {
            bytes.AddRange(new ReadOnlySpan<byte>(vectors.First[i].Base, (int)vectors.First[i].Length));
        }

        return bytes.ToArray();
    }
}
