using System.Buffers;
using System.Runtime.CompilerServices;
using ObjectStore.Integrity.Md5Kernels;

namespace ObjectStore.Integrity;

/// <summary>Hashes jobs in the lanes of one thread. Belongs to an <see cref="Md5Scheduler"/>, which reuses it.</summary>
internal sealed unsafe class Md5Worker(Md5Scheduler scheduler) : IThreadPoolWorkItem
{
    /// <summary>The most blocks of a lane between two looks at the queues: some ten microseconds.</summary>
    private const int BlocksPerTurn = 256;

    private static readonly Md5Kernel Widest = Md5KernelSet.For(int.MaxValue);
    private static readonly Md5Kernel[] KernelFor = [.. Enumerable.Range(0, Widest.Lanes + 1).Select(Md5KernelSet.For)];

    private readonly List<Md5Job> _jobs = new(Widest.Lanes);
    private readonly Md5Job[] _lanes = new Md5Job[Widest.Lanes];
    private readonly MemoryHandle[] _pins = new MemoryHandle[Widest.Lanes];

    /// <summary>The most jobs it has at once.</summary>
    public static int MaxJobs => Widest.Lanes;

    public void Execute()
    {
        while (scheduler.Exchange(this, _jobs))
        {
            HashTurn();
        }
    }

    /// <summary>Hashes as many blocks of every job as the one with the fewest has.</summary>
    private void HashTurn()
    {
        byte** messages = stackalloc byte*[Widest.Lanes];
        int lanes = 0;
        int blocks = BlocksPerTurn;
        foreach (Md5Job job in _jobs)
        {
            ReadOnlyMemory<byte> content = job.PeekBlocks();
            if (!content.IsEmpty)
            {
                blocks = Math.Min(blocks, content.Length / Md5Kernel.BlockSize);
                _lanes[lanes] = job;
                _pins[lanes] = content.Pin();
                messages[lanes] = (byte*)_pins[lanes].Pointer;
                lanes++;
            }
        }

        if (lanes > 0)
        {
            Compress(messages, lanes, blocks);
        }
    }

    [SkipLocalsInit]
    private void Compress(byte** messages, int lanes, int blocks)
    {
        Md5Kernel kernel = KernelFor[lanes];
        uint* state = stackalloc uint[Md5Kernel.StateWords * kernel.Lanes];
        for (int lane = 0; lane < kernel.Lanes; lane++)
        {
            // Lanes to spare hash the first message once more, for nothing.
            Span<uint> words = _lanes[lane < lanes ? lane : 0].Md5.Words;
            for (int word = 0; word < Md5Kernel.StateWords; word++)
            {
                state[(word * kernel.Lanes) + lane] = words[word];
            }

            messages[lane] = messages[lane < lanes ? lane : 0];
        }

        kernel.Compress(state, messages, blocks);
        for (int lane = 0; lane < lanes; lane++)
        {
            Span<uint> words = _lanes[lane].Md5.Words;
            for (int word = 0; word < Md5Kernel.StateWords; word++)
            {
                words[word] = state[(word * kernel.Lanes) + lane];
            }

            _pins[lane].Dispose();
            _lanes[lane].Advance(blocks);
        }
    }
}
