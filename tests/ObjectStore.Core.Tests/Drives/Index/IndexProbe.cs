namespace ObjectStore.Core.Tests.Drives.Index;

/// <summary>One generated look: a scan of [From, To) that seeks to some keys within it.</summary>
public sealed record IndexProbe(byte[] From, byte[] To, bool Reverse, byte[][] Seeks)
{
    public override string ToString()
        => $"Scan [{Convert.ToHexString(From)}, {Convert.ToHexString(To)}) reverse={Reverse} seeks={string.Join(',', Seeks.Select(Convert.ToHexString))}";
}
