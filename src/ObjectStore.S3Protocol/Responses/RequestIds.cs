using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ObjectStore.S3Protocol.Responses;

/// <summary>Gives every request an id that logs and answers share: 16 hexadecimal digits, each once. Safe to share between threads.</summary>
internal sealed class RequestIds
{
    private ulong _last;

    /// <summary>Begins a sequence of ids.</summary>
    /// <param name="start">When the server started: sequences of different starts do not meet.</param>
    public RequestIds(DateTimeOffset start)
    {
        // 10 million ids fit into every second between two starts.
        _last = (ulong)start.UtcTicks;
        Span<byte> seed = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(seed, _last);
        HostId = Convert.ToBase64String(SHA256.HashData(seed));
    }

    /// <summary>The server's id, as x-amz-id-2 shows it.</summary>
    public string HostId { get; }

    /// <summary>Gives the next id.</summary>
    public string Next() => Mix(Interlocked.Increment(ref _last)).ToString("X16", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A permutation that spreads neighbours apart, so that ids are easy to tell from each other. Source: Steele et al., "SplitMix", 2014.</summary>
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
