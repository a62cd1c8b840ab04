using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace ObjectStore.TrainingLoader.Tests;

public class SampleContentTests
{
    private static readonly byte[] Expected = Read(5000, static _ => 4096);

    [Property]
    public void Read_AnyPieces_GivesTheSameBytes(ushort length, PositiveInt[] pieces)
    {
        int whole = length % 5000;
        int[] lengths = [.. (pieces ?? []).Select(static piece => piece.Get), 13];

        Assert.Equal(Expected[..whole], Read(whole, i => lengths[i % lengths.Length]));
    }

    private static byte[] Read(int length, Func<int, int> pieceLength)
    {
        using var content = new SampleContent(length);
        var all = new List<byte>();
        for (int i = 0; ; i++)
        {
            byte[] piece = new byte[pieceLength(i)];
            int count = content.Read(piece, 0, piece.Length);
            if (count == 0)
            {
                return [.. all];
            }

            all.AddRange(piece.AsSpan(0, count));
        }
    }
}
