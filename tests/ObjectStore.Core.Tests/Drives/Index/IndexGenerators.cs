using FsCheck;
using FsCheck.Fluent;

namespace ObjectStore.Core.Tests.Drives.Index;

/// <summary>Generators with few and short keys, so that changes and looks meet.</summary>
internal static class IndexGenerators
{
    private static readonly Gen<byte> KeyByte = Gen.Elements<byte>(0, 1, (byte)'/', (byte)'a', 0x7F, 0x80, 0xFF);

    public static Gen<byte[]> Key { get; } = Gen.Choose(1, 3).SelectMany(length => KeyByte.ArrayOf(length));

    private static Gen<byte[]> Bound { get; } = Gen.Frequency((1, Gen.Constant<byte[]>([])), (3, Key));

    private static Gen<byte[]> Value { get; } = Gen.Choose(0, 40).SelectMany(length => Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(length));

    private static Gen<IndexChange> Change { get; } = Gen.Frequency(
        (8, from key in Key from value in Value select new IndexChange(key, value, null)),
        (3, Key.Select(key => new IndexChange(key, null, null))),
        (1, from key in Key from end in Key select new IndexChange(key, null, end)));

    private static Gen<IndexProbe> Probe { get; } =
        from first in Bound
        from second in Bound
        from reverse in Gen.Elements(true, false)
        from seeks in Key.ArrayOf(3)
        let ordered = second.Length == 0 || first.AsSpan().SequenceCompareTo(second) <= 0
        select new IndexProbe(ordered ? first : second, ordered ? second : first, reverse, seeks);

    public static Arbitrary<IndexChange[][]> Batches { get; } = Arb.From(Gen.Choose(1, 12).SelectMany(Change.ArrayOf).ArrayOf());

    public static Arbitrary<IndexProbe[]> Probes { get; } = Probe.ArrayOf(8).ToArbitrary();
}
