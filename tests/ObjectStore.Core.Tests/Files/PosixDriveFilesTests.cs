using ObjectStore.Files;
using Xunit;

namespace ObjectStore.Core.Tests.Files;

public sealed class PosixDriveFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly PosixDriveFiles _files;

    public PosixDriveFilesTests() => _files = PosixDriveFiles.OpenRoot(_directory.FullPath);

    public void Dispose()
    {
        _files.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Create_OfAnExistingFile_ThrowsExists()
    {
        _files.Create("a").Dispose();

        Assert.Equal(DriveIOException.Exists, Assert.Throws<DriveIOException>(() => _files.Create("a")).Errno);
    }

    [Fact]
    public void Open_OfAMissingFile_ThrowsNoEntryAndNamesThePath()
    {
        DriveIOException error = Assert.Throws<DriveIOException>(() => _files.Open("log/1.seg", writable: true));

        Assert.Equal(DriveIOException.NoEntry, error.Errno);
        Assert.Contains(_directory.Combine("log/1.seg"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryOpen_GivesNullForAMissingFileAndTheFileOtherwise()
    {
        Assert.Null(_files.TryOpen("a"));
        Assert.Null(_files.TryOpen("no/a"));
        using (IDriveFile file = _files.Create("a"))
        {
            file.Write("x"u8, 0);
        }

        using IDriveFile? opened = _files.TryOpen("a");
        Assert.Equal(1, opened?.Length);
    }

    [Fact]
    public void FileExists_FollowsCreateAndDelete()
    {
        Assert.False(_files.FileExists("a"));
        _files.Create("a").Dispose();
        Assert.True(_files.FileExists("a"));
        Assert.True(_files.Delete("a"));
        Assert.False(_files.FileExists("a"));
        Assert.False(_files.Delete("a"));
    }

    [Fact]
    public void Rename_OverAnotherFile_ReplacesIt()
    {
        using (IDriveFile old = _files.Create("format.json"))
        using (IDriveFile next = _files.Create("format.json.new"))
        {
            old.Write("old"u8, 0);
            next.Write("next"u8, 0);
        }

        _files.Rename("format.json.new", "format.json");

        using IDriveFile file = _files.Open("format.json", writable: false);
        Assert.Equal(4, file.Length);
        Assert.False(_files.FileExists("format.json.new"));
    }

    [Fact]
    public void Rename_OfAMissingFile_ThrowsNoEntry()
        => Assert.Equal(DriveIOException.NoEntry, Assert.Throws<DriveIOException>(() => _files.Rename("a", "b")).Errno);

    [Fact]
    public void ListFiles_GivesFilesOnly()
    {
        _files.CreateDirectory("log");
        _files.CreateDirectory("log/sub");
        for (int i = 0; i < 500; i++)
        {
            _files.Create($"log/{i}.seg").Dispose();
        }

        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"{i}.seg").Order(), _files.ListFiles("log").Order());
        Assert.Empty(_files.ListFiles("log/sub"));
        Assert.Empty(_files.ListFiles("missing"));
        Assert.Empty(_files.ListFiles(""));
    }

    [Fact]
    public void CreateDirectory_Twice_IsNoError()
    {
        _files.CreateDirectory("data");
        _files.CreateDirectory("data");
        _files.CreateDirectory("data/00");

        Assert.True(Directory.Exists(_directory.Combine("data/00")));
    }

    [Fact]
    public void SyncDirectory_OfRootAndSubdirectory_Succeeds()
    {
        _files.CreateDirectory("log");
        _files.Create("log/a").Dispose();

        _files.SyncDirectory("log");
        _files.SyncDirectory("");

        Assert.Equal(DriveIOException.NoEntry, Assert.Throws<DriveIOException>(() => _files.SyncDirectory("missing")).Errno);
    }

    [Fact]
    public void TryLock_WhileHeld_GivesNullEvenWithinOneProcess()
    {
        using PosixDriveFiles other = PosixDriveFiles.OpenRoot(_directory.FullPath);
        using (IDisposable? held = _files.TryLock("LOCK"))
        {
            Assert.NotNull(held);
            Assert.Null(_files.TryLock("LOCK"));
            Assert.Null(other.TryLock("LOCK"));
        }

        using IDisposable? next = other.TryLock("LOCK");
        Assert.NotNull(next);
    }

    [Fact]
    public void GetSpace_OfATemporaryDirectory_MatchesTheFileSystem()
    {
        (long total, long free) = _files.GetSpace();

        Assert.Equal(new DriveInfo(_directory.FullPath).TotalSize, total);
        Assert.InRange(free, 1, total);
    }

    [Fact]
    public void OpenRoot_OfAMissingDirectory_ThrowsNoEntry()
        => Assert.Equal(
            DriveIOException.NoEntry,
            Assert.Throws<DriveIOException>(() => PosixDriveFiles.OpenRoot(_directory.Combine("missing"))).Errno);

    [Fact]
    public void OpenOrCreateRoot_BelowALinkToNowhere_Fails()
    {
        File.CreateSymbolicLink(_directory.Combine("link"), _directory.Combine("nowhere"));

        Assert.Throws<DriveIOException>(() => PosixDriveFiles.OpenOrCreateRoot(_directory.Combine("link/drive")));
    }

    [Fact]
    public void OpenOrCreateRoot_CreatesAllMissingParents()
    {
        using (PosixDriveFiles files = PosixDriveFiles.OpenOrCreateRoot(_directory.Combine("a/b/c")))
        {
            files.Create("x").Dispose();
        }

        using PosixDriveFiles again = PosixDriveFiles.OpenOrCreateRoot(_directory.Combine("a/b/c"));
        Assert.Equal(["x"], again.ListFiles(""));
    }

    [Fact]
    public void AnyCall_AfterTheRootWasReplaced_NeverTouchesTheNewDirectory()
    {
        string path = _directory.Combine("drive");
        using PosixDriveFiles files = PosixDriveFiles.OpenOrCreateRoot(path);
        Directory.Delete(path);
        Directory.CreateDirectory(path);

        Assert.Equal(DriveIOException.NoEntry, Assert.Throws<DriveIOException>(() => files.Create("x")).Errno);
        Assert.Empty(Directory.GetFiles(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    public void Open_OfAPathThatCouldLeaveTheDrive_IsRefused(string path)
        => Assert.Throws<ArgumentException>(() => _files.Open(path, writable: false));
}
