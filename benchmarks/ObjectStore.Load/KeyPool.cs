using System.Globalization;
using ObjectStore.Load.Client;

namespace ObjectStore.Load;

/// <summary>The objects that steps work on: keys under one prefix, all with one payload.</summary>
internal sealed class KeyPool(string prefix, int count, Payload payload, int keysPerDirectory = 0)
{
    // Keys below this number are known to have been put.
    private int _filled;

    public string Prefix => prefix;

    public int Count => count;

    public Payload Payload => payload;

    public int Filled => Volatile.Read(ref _filled);

    /// <summary>The n-th key; numbers past the last begin anew.</summary>
    public string Key(long number)
    {
        long index = number % count;
        return keysPerDirectory == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{prefix}{index:D8}")
            : string.Create(CultureInfo.InvariantCulture, $"{prefix}{index / keysPerDirectory:D6}/{index:D8}");
    }

    public void MarkFilled(long below) => Volatile.Write(ref _filled, (int)Math.Clamp(below, Filled, count));

    public void MarkEmpty() => Volatile.Write(ref _filled, 0);
}
