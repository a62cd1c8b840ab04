using FsCheck.Xunit;
using ObjectStore.Load.Measurement;
using Xunit;

namespace ObjectStore.Load.Tests.Measurement;

public sealed class LatencyHistogramTests
{
    [Property]
    public bool Percentile_AnyLatencies_IsAtMostAFractionAboveTheExactOne(uint[] ticks, byte percent)
    {
        var histogram = new LatencyHistogram();
        foreach (uint value in ticks)
        {
            histogram.Record(TimeSpan.FromTicks(value));
        }

        double share = percent % 101 / 100.0;
        uint[] sorted = [.. ticks.Order()];
        long exact = sorted.Length == 0 ? 0 : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
        long actual = histogram.Percentile(share).Ticks;
        return actual >= exact && actual <= exact + (exact / 64);
    }

    [Property]
    public bool Add_TwoHistograms_EqualsOneOfAll(uint[] first, uint[] second)
    {
        LatencyHistogram merged = Of(first);
        merged.Add(Of(second));
        LatencyHistogram all = Of([.. first, .. second]);
        return merged.Count == all.Count && merged.Max == all.Max && merged.Percentile(0.5) == all.Percentile(0.5);
    }

    [Fact]
    public void Record_LongestTimeSpan_IsKept()
    {
        LatencyHistogram histogram = Of([]);
        histogram.Record(TimeSpan.MaxValue);

        Assert.Equal(TimeSpan.MaxValue, histogram.Percentile(1));
    }

    private static LatencyHistogram Of(uint[] ticks)
    {
        var histogram = new LatencyHistogram();
        Array.ForEach(ticks, value => histogram.Record(TimeSpan.FromTicks(value)));
        return histogram;
    }
}
