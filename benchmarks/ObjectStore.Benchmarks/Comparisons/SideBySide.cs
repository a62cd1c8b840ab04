using System.Diagnostics;

namespace ObjectStore.Benchmarks.Comparisons;

/// <summary>
/// Times contenders in turns of well under a millisecond, so that a neighbour's load or a change of clock speed meets all of them alike. On one
/// thread. A turn that the scheduler interrupts is an outlier, and medians ignore it.
/// </summary>
internal sealed class SideBySide(int rounds = 301)
{
    private const double SliceMicroseconds = 200;

    /// <summary>The time of one call of each contender and, for each, how many times faster it is than the first.</summary>
    public (double[] Nanoseconds, double[] Speedups) Run(params Action[] contenders)
    {
        int[] calls = [.. contenders.Select(Calibrate)];
        var times = new double[contenders.Length][];
        for (int i = 0; i < contenders.Length; i++)
        {
            times[i] = new double[rounds];
        }

        for (int round = 0; round < rounds; round++)
        {
            for (int turn = 0; turn < contenders.Length; turn++)
            {
                int i = (turn + round) % contenders.Length;
                times[i][round] = Time(contenders[i], calls[i]);
            }
        }

        double[] speedups = [.. times.Select(own => Median(own.Zip(times[0], static (mine, first) => first / mine)))];
        return ([.. times.Select(Median)], speedups);
    }

    // Until the compiler's tiers have settled, and then for the number of calls that fills a turn.
    private static int Calibrate(Action contender)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < 150)
        {
            contender();
        }

        double nanoseconds = Enumerable.Range(0, 5).Min(_ => Time(contender, 16));
        return Math.Max(1, (int)(SliceMicroseconds * 1000 / nanoseconds));
    }

    private static double Time(Action contender, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            contender();
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
