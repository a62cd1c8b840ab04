using System.Runtime.InteropServices;
using System.Text;
using ObjectStore.Drives.Index;
using ObjectStore.Files;
using Xunit;

namespace ObjectStore.Core.Tests.Drives.Index;

public sealed unsafe class RocksDbErrorTests
{
    [Theory]
    [InlineData("IO error: No space left on device: While appending to file: /d/index/000012.sst", DriveIOException.NoSpace, true)]
    [InlineData("IO error: While fdatasync: /d/index/000012.sst: Disk quota exceeded", DriveIOException.QuotaExceeded, true)]
    [InlineData("IO error: While fsync: /d/index/MANIFEST-000004: Input/output error", DriveIOException.IOError, false)]
    [InlineData("Corruption: block checksum mismatch", DriveIOException.IOError, false)]
    public void ThrowIfSet_GivesTheNearestErrorNumberAndTheWords(string message, int errno, bool isFull)
    {
        DriveIOException error = Assert.Throws<DriveIOException>(() => RocksDbError.ThrowIfSet(Allocate(message), "flush", "/d/index"));

        Assert.Equal(errno, error.Errno);
        Assert.Equal(isFull, error.IsFull);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ThrowIfSet_OfNoMessage_DoesNothing() => RocksDbError.ThrowIfSet(null, "flush", "/d/index");

    /// <summary>A message as the library allocates it, which the code under test frees.</summary>
    private static byte* Allocate(string message)
    {
        RocksDbLibrary.EnsureRegistered();
        byte[] text = Encoding.UTF8.GetBytes(message + "\0");
        byte* copy = (byte*)NativeMemory.Alloc((nuint)text.Length);
        text.CopyTo(new Span<byte>(copy, text.Length));
        return copy;
    }
}
