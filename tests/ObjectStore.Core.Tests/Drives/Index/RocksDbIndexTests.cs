using Microsoft.Extensions.Logging.Abstractions;
using ObjectStore.Core.Tests.Files;
using ObjectStore.Drives.Index;
using ObjectStore.Files;
using Xunit;

namespace ObjectStore.Core.Tests.Drives.Index;

public sealed class RocksDbIndexTests : DriveIndexConformance, IDisposable
{
    private const int MiB = 1 << 20;

    private readonly TemporaryDirectory _directory = new();
    private readonly RocksDbResources _resources = new(4 * MiB, 4 * MiB);
    private int _indexes;

    public void Dispose()
    {
        _resources.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Open_AfterFlush_KeepsEverything()
    {
        using (RocksDbIndex index = Open("a"))
        {
            for (int i = 0; i < 1000; i++)
            {
                Put(index, BitConverter.GetBytes(i), BitConverter.GetBytes(i * 7));
            }

            index.Flush();
        }

        using RocksDbIndex reopened = Open("a");
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(BitConverter.GetBytes(i * 7), reopened.Get(BitConverter.GetBytes(i)));
        }
    }

    [Fact]
    public void Open_WithoutFlush_GivesTheStateAfterSomeBatchNotBeforeTheLastFlush()
    {
        const int Batches = 3000;
        const int FlushedBatch = 100;
        using (RocksDbIndex index = Open("a"))
        {
            for (int i = 0; i < Batches; i++)
            {
                WriteNumbered(index, i);
                if (i == FlushedBatch)
                {
                    index.Flush();
                }
            }
        }

        using RocksDbIndex reopened = Open("a");
        int last = BitConverter.ToInt32(reopened.Get("last"u8));

        // More was written than the write buffers hold, so that some of it went out unasked; the rest is gone.
        Assert.InRange(last, FlushedBatch + 1, Batches - 2);
        for (int i = 0; i < Batches; i++)
        {
            Assert.Equal(i <= last, reopened.Get(BitConverter.GetBytes(i)) is not null);
        }
    }

    [Fact]
    public void Open_OfAnIndexThatIsOpen_ThrowsIOError()
    {
        using RocksDbIndex index = Open("a");

        DriveIOException error = Assert.Throws<DriveIOException>(() => Open("a"));

        Assert.Equal(DriveIOException.IOError, error.Errno);
        Assert.Contains("lock", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfADamagedIndex_Throws()
    {
        using (RocksDbIndex index = Open("a"))
        {
            Put(index, "k"u8, "v"u8);
            index.Flush();
        }

        File.WriteAllText(Path.Combine(_directory.Combine("a"), "CURRENT"), "nonsense\n");

        Assert.Throws<DriveIOException>(() => Open("a"));
    }

    [Fact]
    public void Get_OfADamagedBlock_ThrowsAndNeverGivesWrongBytes()
    {
        byte[] value = new byte[100_000];
        new Random(1).NextBytes(value);
        using (RocksDbIndex index = Open("a"))
        {
            Put(index, "k"u8, value);
            index.Flush();
        }

        string table = Directory.GetFiles(_directory.Combine("a"), "*.sst").Single();
        using (FileStream file = File.OpenWrite(table))
        {
            file.Position = 50_000;
            file.Write([1, 2, 3, 4]);
        }

        using RocksDbIndex reopened = Open("a");
        Assert.Throws<DriveIOException>(() => reopened.Get("k"u8));
        Assert.Throws<DriveIOException>(() => reopened.Get("k"u8, new byte[100_000]));
        Assert.Throws<DriveIOException>(() =>
        {
            using IIndexCursor cursor = reopened.Scan(default, default);
            cursor.MoveNext();
        });
    }

    [Fact]
    public void TwoIndexes_ShareOneCacheAndOneWriteBufferBudget()
    {
        using RocksDbIndex first = Open("a");
        using RocksDbIndex second = Open("b");
        byte[] value = new byte[64 * 1024];
        new Random(1).NextBytes(value);
        long before = _resources.WriteBufferUsage;

        Put(first, "k"u8, value);
        long withFirst = _resources.WriteBufferUsage;
        Put(second, "k"u8, value);
        long withSecond = _resources.WriteBufferUsage;

        Assert.True(withFirst > before);
        Assert.True(withSecond > withFirst);

        first.Flush();
        second.Flush();
        long cacheBefore = _resources.CacheUsage;
        first.Get("k"u8);
        long cacheWithFirst = _resources.CacheUsage;
        second.Get("k"u8);
        Assert.True(cacheWithFirst > cacheBefore);
        Assert.True(_resources.CacheUsage > cacheWithFirst);
    }

    [Fact]
    public void Dispose_WhileACursorIsOpen_LetsItEndAndThenReleasesTheIndex()
    {
        RocksDbIndex index = Open("a");
        Put(index, "a"u8, "1"u8);
        Put(index, "b"u8, "2"u8);
        IIndexCursor cursor = index.Scan(default, default);
        Assert.True(cursor.MoveNext());

        index.Dispose();

        Assert.True(cursor.MoveNext());
        Assert.Equal("b"u8.ToArray(), cursor.Key.ToArray());
        Assert.Throws<ObjectDisposedException>(() => index.Get("a"u8));
        Assert.Throws<ObjectDisposedException>(() => index.Scan(default, default));
        Assert.Throws<DriveIOException>(() => Open("a"));
        cursor.Dispose();
        Open("a").Dispose();
    }

    [Fact]
    public void AnyUse_AfterDisposeOfCursorOrBatch_Throws()
    {
        using RocksDbIndex index = Open("a");
        Put(index, "a"u8, "1"u8);
        IIndexCursor cursor = index.Scan(default, default);
        cursor.MoveNext();
        cursor.Dispose();
        IIndexBatch batch = index.CreateBatch();
        batch.Dispose();

        Assert.Throws<InvalidOperationException>(() => cursor.Key.Length);
        Assert.Throws<ObjectDisposedException>(() => cursor.Seek("a"u8));
        Assert.Throws<ObjectDisposedException>(() => batch.Put("a"u8, "b"u8));
        Assert.Throws<ObjectDisposedException>(() => index.Write(batch));
    }

    [Fact]
    public async Task Dispose_DuringReads_LetsTheRunningOnesEnd()
    {
        for (int round = 0; round < 20; round++)
        {
            RocksDbIndex index = Open($"round{round}");
            Put(index, "k"u8, "v"u8);
            using var started = new CountdownEvent(2);
            var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() => ReadUntilDisposed(index, started))).ToArray();
            started.Wait();

            index.Dispose();

            await Task.WhenAll(readers);
        }
    }

    [Fact]
    public void Write_OfABatchOfAnotherKind_IsRefused()
    {
        using RocksDbIndex index = Open("a");
        using var memory = new MemoryIndex();
        using IIndexBatch batch = memory.CreateBatch();

        Assert.Throws<ArgumentException>(() => index.Write(batch));
    }

    [Fact]
    public void Open_LeavesNoLogFilesOfTheLibrary()
    {
        using RocksDbIndex index = Open("a");
        Put(index, "k"u8, "v"u8);
        index.Flush();

        Assert.Empty(Directory.GetFiles(_directory.Combine("a"), "LOG*"));
    }

    internal override IDriveIndex CreateIndex() => Open($"index{_indexes++}");

    private RocksDbIndex Open(string name) => RocksDbIndex.Open(_resources, _directory.Combine(name), NullLogger.Instance);

    private static void ReadUntilDisposed(RocksDbIndex index, CountdownEvent started)
    {
        started.Signal();
        try
        {
            while (true)
            {
                Assert.Equal("v"u8.ToArray(), index.Get("k"u8));
                using IIndexCursor cursor = index.Scan(default, default);
                Assert.True(cursor.MoveNext());
            }
        }
        catch (ObjectDisposedException)
        {
            return;
        }
    }

    /// <summary>Writes a batch of some KiB that also holds its own number.</summary>
    private static void WriteNumbered(RocksDbIndex index, int number)
    {
        using IIndexBatch batch = index.CreateBatch();
        batch.Put(BitConverter.GetBytes(number), new byte[4096]);
        batch.Put("last"u8, BitConverter.GetBytes(number));
        index.Write(batch);
    }
}
