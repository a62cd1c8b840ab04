using ObjectStore.Files;
using ObjectStore.Memory;
using Xunit;

namespace ObjectStore.Core.Tests.Files;

public sealed class DirectDriveFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("objectstore-direct-").FullName;
    private readonly BufferPool _pool = new(0);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Aligned pieces, an odd tail, an odd address, and mixtures: whatever way each goes, the file reads as written.
    [Theory]
    [InlineData(0, 65_536, 65_536, 131_072)]
    [InlineData(0, 65_536, 65_536, 1)]
    [InlineData(0, 131_072, 70_000)]
    [InlineData(1, 65_536, 65_536, 5000)]
    [InlineData(512, 262_144, 4096, 4097)]
    [InlineData(0, 100, 65_536)]
    public void Write_AnyAlignment_ReadsAsWritten(int misalignment, params int[] lengths)
    {
        using PosixDriveFiles files = PosixDriveFiles.OpenRoot(_folder);
        byte[] expected = new byte[lengths.Sum()];
        new Random(lengths.Length).NextBytes(expected);
        using (IDriveFile file = files.CreateStreamed("shard"))
        using (PooledBuffer buffer = _pool.Rent(300_000))
        {
            long offset = 0;
            foreach (int length in lengths)
            {
                Memory<byte> piece = buffer.Memory.Slice(misalignment, length);
                expected.AsMemory((int)offset, length).CopyTo(piece);
                file.Write(piece.Span, offset);
                offset += length;
            }

            file.SyncData();
            Assert.Equal(expected.Length, file.Length);
            byte[] seen = new byte[expected.Length];
            Assert.Equal(seen.Length, file.Read(seen, 0));
            Assert.Equal(expected, seen);
        }

        Assert.Equal(expected, File.ReadAllBytes(Path.Combine(_folder, "shard")));
    }

    [Fact]
    public void Rent_AnyLength_IsAligned()
    {
        foreach (int length in new[] { 1, 5000, 70_000, 2 << 20, 3 << 20 })
        {
            using PooledBuffer buffer = _pool.Rent(length);
            using System.Buffers.MemoryHandle pin = buffer.Memory.Pin();
            unsafe
            {
                Assert.Equal(0u, (nuint)pin.Pointer % DirectDriveFile.MemoryAlignment);
            }
        }
    }

    [Fact]
    public void CreateStreamed_FileSystemWithoutDirectWrites_WritesInTheOrdinaryWay()
    {
        // /dev/shm is a tmpfs wherever it exists; whether it can or not, the content must be right.
        string folder = Directory.Exists("/dev/shm") ? Directory.CreateDirectory($"/dev/shm/objectstore-{Guid.NewGuid():n}").FullName : _folder;
        try
        {
            using PosixDriveFiles files = PosixDriveFiles.OpenRoot(folder);
            using IDriveFile file = files.CreateStreamed("shard");
            using PooledBuffer buffer = _pool.Rent(65_536);
            buffer.Memory.Span.Fill(7);
            file.Write(buffer.Memory.Span[..65_536], 0);
            file.SyncData();

            byte[] seen = new byte[65_536];
            Assert.Equal(65_536, file.Read(seen, 0));
            Assert.True(seen.AsSpan().IndexOfAnyExcept((byte)7) < 0);
        }
        finally
        {
            if (folder != _folder)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }
}
