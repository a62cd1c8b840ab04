using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;
using ObjectStore.Integrity;

namespace ObjectStore.Benchmarks.Comparisons;

/// <summary>Verifying random blocks of a file in the page cache: read into one buffer, or mapped (docs/adr/0008-reads-without-mapping.md).</summary>
internal static class MappingComparison
{
    private const int BlockSize = 64 << 10;
    private const long FileSize = 2L << 30;

    public static int Run()
    {
        string path = Path.Combine(Path.GetTempPath(), $"objectstore-mapping-{Environment.ProcessId}");
        try
        {
            Write(path);
            Compare(path);
        }
        finally
        {
            File.Delete(path);
        }

        return 0;
    }

    private static void Write(string path)
    {
        byte[] block = new byte[1 << 20];
        using FileStream file = File.Create(path, 0);
        for (long written = 0; written < FileSize; written += block.Length)
        {
            Random.Shared.NextBytes(block);
            file.Write(block);
        }
    }

    private static unsafe void Compare(string path)
    {
        int[] order = [.. Enumerable.Range(0, (int)(FileSize / BlockSize))];
        new Random(1).Shuffle(order);
        using SafeFileHandle file = File.OpenHandle(path);
        using var mapping = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        using MemoryMappedViewAccessor view = mapping.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        byte[] buffer = GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true);
        for (int round = 1; round <= 3; round++)
        {
            Print(round, "read", order, block => RandomAccess.Read(file, buffer, (long)block * BlockSize));
            Print(round, "read and verified", order, block =>
            {
                RandomAccess.Read(file, buffer, (long)block * BlockSize);
                Sink ^= BlockHash.Compute(buffer, 0);
            });
            Print(round, "mapped and verified", order, block => Sink ^= BlockHash.Compute(new ReadOnlySpan<byte>(start + ((long)block * BlockSize), BlockSize), 0));
        }

        view.SafeMemoryMappedViewHandle.ReleasePointer();
    }

    private static ulong Sink { get; set; }

    private static void Print(int round, string name, int[] order, Action<int> read)
    {
        using Process process = Process.GetCurrentProcess();
        TimeSpan cpu = process.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        foreach (int block in order)
        {
            read(block);
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.Refresh();
        double cpuSeconds = (process.TotalProcessorTime - cpu).TotalSeconds;
        Console.WriteLine($"| {round} | {name} | {FileSize / seconds / 1e9:F1} | {cpuSeconds / order.Length * 1e6:F1} |");
    }
}
