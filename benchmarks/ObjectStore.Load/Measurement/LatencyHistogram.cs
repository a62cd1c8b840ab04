using System.Numerics;

namespace ObjectStore.Load.Measurement;

/// <summary>
/// Counts of latencies in buckets whose width grows with the value, so that any number of them takes the same memory and a percentile is right
/// within 1.6 %. Not thread-safe: one for each worker, merged at the end. The shape is that of G. Tene's HdrHistogram.
/// </summary>
internal sealed class LatencyHistogram
{
    // Each power of two is split into this many buckets; below it every value has its own.
    private const int Precision = 64;
    private const int PrecisionBits = 6;

    private readonly long[] _counts = new long[(64 - PrecisionBits) * Precision];

    public long Count { get; private set; }

    /// <summary>The largest value, exactly.</summary>
    public TimeSpan Max { get; private set; }

    public void Record(TimeSpan latency)
    {
        _counts[BucketOf(latency.Ticks)]++;
        Count++;
        Max = latency > Max ? latency : Max;
    }

    public void Add(LatencyHistogram other)
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
        Max = other.Max > Max ? other.Max : Max;
    }

    /// <summary>The value that this share of the latencies does not exceed; zero if there are none.</summary>
    /// <param name="share">0 to 1.</param>
    public TimeSpan Percentile(double share)
    {
        long rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
            {
                return TimeSpan.FromTicks(Math.Min(UpperBound(i), Max.Ticks));
            }
        }

        return TimeSpan.Zero;
    }

    private static int BucketOf(long ticks)
    {
        if (ticks < Precision)
        {
            return (int)Math.Max(0, ticks);
        }

        int shift = BitOperations.Log2((ulong)ticks) - PrecisionBits;
        return ((shift + 1) * Precision) + (int)((ticks >> shift) - Precision);
    }

    private static long UpperBound(int bucket)
    {
        if (bucket < Precision)
        {
            return bucket;
        }

        int shift = (bucket / Precision) - 1;
        return ((long)((bucket % Precision) + Precision + 1) << shift) - 1;
    }
}
