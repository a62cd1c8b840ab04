using ObjectStore.Files;
using Xunit;

namespace ObjectStore.Core.Tests.Files;

public sealed class PosixDriveFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly PosixDriveFiles _files;

    public PosixDriveFileTests() => _files = PosixDriveFiles.OpenRoot(_directory.FullPath);

    public void Dispose()
    {
        _files.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Read_AfterWriteAtOffset_GivesTheBytesAndZerosBefore()
    {
        using IDriveFile file = _files.Create("a");
        file.Write("hello"u8, 3);

        byte[] read = new byte[20];
        Assert.Equal(8, file.Read(read, 0));
        Assert.Equal(new byte[] { 0, 0, 0, (byte)'h', (byte)'e', (byte)'l', (byte)'l', (byte)'o' }, read[..8]);
        Assert.Equal(8, file.Length);
    }

    [Fact]
    public void Read_AtAndPastTheEnd_GivesNothing()
    {
        using IDriveFile file = _files.Create("a");
        file.Write("abc"u8, 0);

        Assert.Equal(1, file.Read(new byte[4], 2));
        Assert.Equal(0, file.Read(new byte[4], 3));
        Assert.Equal(0, file.Read(new byte[4], 1000));
        Assert.Equal(0, file.Read([], 0));
    }

    [Fact]
    public void Read_FromOffsetsBeyondFourGiB_GivesWhatWasWrittenThere()
    {
        const long Offset = 5L << 30;
        using IDriveFile file = _files.Create("sparse");
        file.Write("far"u8, Offset);

        byte[] read = new byte[3];
        Assert.Equal(3, file.Read(read, Offset));
        Assert.Equal("far"u8.ToArray(), read);
        Assert.Equal(Offset + 3, file.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(5000)]
    public void Write_GatherOfManyBuffers_WritesThemInOrder(int count)
    {
        using IDriveFile file = _files.Create("a");
        var buffers = new List<ReadOnlyMemory<byte>>();
        for (int i = 0; i < count; i++)
        {
            byte[] buffer = new byte[i % 7];
            Array.Fill(buffer, (byte)(i % 251));
            buffers.Add(buffer);
        }

        file.Write(buffers, 11);

        byte[] expected = buffers.SelectMany(b => b.ToArray()).ToArray();
        byte[] read = new byte[expected.Length + 1];
        Assert.Equal(expected.Length, file.Read(read, 11));
        Assert.Equal(expected, read[..^1]);
    }

    [Fact]
    public void TryReadCached_AfterWrite_GivesTheBytesWithoutWaiting()
    {
        using IDriveFile file = _files.Create("a");
        file.Write("cached"u8, 0);

        byte[] read = new byte[6];
        int count = file.TryReadCached(read, 0);

        // -1 is what a file system without RWF_NOWAIT answers (tmpfs before Linux 6.x, overlays).
        Assert.True(count is 6 or -1);
        Assert.Equal(count == 6 ? "cached"u8.ToArray() : new byte[6], read);
    }

    [Fact]
    public void SetLength_CutsAndExtendsWithZeros()
    {
        using IDriveFile file = _files.Create("a");
        file.Write("abcdef"u8, 0);

        file.SetLength(2);
        file.SetLength(4);

        byte[] read = new byte[8];
        Assert.Equal(4, file.Read(read, 0));
        Assert.Equal(new byte[] { (byte)'a', (byte)'b', 0, 0 }, read[..4]);
    }

    [Fact]
    public void SyncDataAndStartWriteback_OnAWrittenFile_Succeed()
    {
        using IDriveFile file = _files.Create("a");
        file.Write(new byte[100_000], 0);

        file.StartWriteback(0, 65536);
        file.SyncData();

        Assert.Equal(100_000, file.Length);
    }

    [Fact]
    public void Write_ToAFileOpenedForReading_ThrowsWithTheErrorNumber()
    {
        const int BadDescriptor = 9;
        _files.Create("a").Dispose();
        using IDriveFile file = _files.Open("a", writable: false);

        Assert.Equal(BadDescriptor, Assert.Throws<DriveIOException>(() => file.Write("x"u8, 0)).Errno);
        Assert.Equal(BadDescriptor, Assert.Throws<DriveIOException>(() => file.Write([new byte[1], new byte[1]], 0)).Errno);
    }

    [Fact]
    public void AnyCall_AfterDispose_ThrowsObjectDisposed()
    {
        IDriveFile file = _files.Create("a");
        file.Dispose();

        Assert.Throws<ObjectDisposedException>(() => file.Read(new byte[1], 0));
        Assert.Throws<ObjectDisposedException>(() => file.SyncData());
    }

    [Fact]
    public void SyncData_OfADeviceThatCannotSync_ThrowsWithTheErrorNumber()
    {
        const int InvalidArgument = 22;
        using PosixDriveFiles devices = PosixDriveFiles.OpenRoot("/dev");
        using IDriveFile file = devices.Open("null", writable: true);

        Assert.Equal(InvalidArgument, Assert.Throws<DriveIOException>(file.SyncData).Errno);
    }

    [Fact]
    public void Write_ToAFullDevice_ThrowsIsFull()
    {
        using PosixDriveFiles devices = PosixDriveFiles.OpenRoot("/dev");
        using IDriveFile file = devices.Open("full", writable: true);

        Assert.True(Assert.Throws<DriveIOException>(() => file.Write("x"u8, 0)).IsFull);
        Assert.True(Assert.Throws<DriveIOException>(() => file.Write([new byte[1]], 0)).IsFull);
    }
}
