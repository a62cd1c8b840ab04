using ObjectStore.Core.Tests.Drives.Simulated;
using ObjectStore.Core.Tests.Files;
using ObjectStore.Drives;
using ObjectStore.Drives.Format;
using ObjectStore.Drives.Index;
using ObjectStore.Files;
using ObjectStore.Scheduling;
using Xunit;

namespace ObjectStore.Core.Tests.Drives.Format;

public sealed class DriveFormatterTests : IDisposable
{
    private static readonly DriveFormat Format = new()
    {
        DeploymentId = new Guid("11111111-1111-1111-1111-111111111111"),
        DriveId = new Guid("22222222-2222-2222-2222-222222222222"),
        Set = 1,
        Slot = 2,
        SetCount = 2,
        DrivesPerSet = 4,
        Parity = 2,
        Joined = true,
    };

    private readonly TemporaryDirectory _directory = new();
    private readonly PosixDriveFiles _files;

    public DriveFormatterTests() => _files = PosixDriveFiles.OpenRoot(_directory.FullPath);

    public void Dispose()
    {
        _files.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Inspect_OfAnEmptyDirectory_IsUnformatted()
    {
        Directory.CreateDirectory(_directory.Combine("lost+found"));
        Assert.Equal(DriveDirectoryState.Unformatted, DriveFormatter.Inspect(_files).State);
    }

    [Fact]
    public void Format_OfAnEmptyDirectory_ReadsBack()
    {
        DriveFormatter.Format(_files, Format);
        DriveInspection inspection = DriveFormatter.Inspect(_files);
        Assert.Equal(DriveDirectoryState.Formatted, inspection.State);
        Assert.Equal(Format, inspection.Format);
        Assert.True(Directory.Exists(_directory.Combine("data/ff")));
    }

    [Fact]
    public void Format_WritesTheseBytes()
    {
        DriveFormatter.Format(_files, Format);
        const string Expected = """
            {
              "formatVersion": 1,
              "deploymentId": "11111111-1111-1111-1111-111111111111",
              "driveId": "22222222-2222-2222-2222-222222222222",
              "set": 1,
              "slot": 2,
              "setCount": 2,
              "drivesPerSet": 4,
              "parity": 2,
              "joined": true
            }
            """;
        Assert.Equal(Expected.ReplaceLineEndings("\n"), File.ReadAllText(_directory.Combine("format.json")));
    }

    [Theory]
    [InlineData("photo.jpg", false)]
    [InlineData("data.old", true)]
    public void Format_OfAForeignDirectory_IsRefused(string name, bool isDirectory)
    {
        if (isDirectory)
        {
            Directory.CreateDirectory(_directory.Combine(name));
        }
        else
        {
            File.WriteAllText(_directory.Combine(name), "mine");
        }

        Assert.Equal(DriveDirectoryState.Foreign, DriveFormatter.Inspect(_files).State);
        DriveFormatException refused = Assert.Throws<DriveFormatException>(() => DriveFormatter.Format(_files, Format));
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_directory.Combine("format.json")));
    }

    [Fact]
    public void Format_OfADriveThatLostItsFormat_IsRefused()
    {
        DriveFormatter.Format(_files, Format);
        File.WriteAllText(_directory.Combine("log/0000000000000001.seg"), "records");
        File.Delete(_directory.Combine("format.json"));
        Assert.Equal(DriveDirectoryState.Damaged, DriveFormatter.Inspect(_files).State);
        Assert.Throws<DriveFormatException>(() => DriveFormatter.Format(_files, Format));
    }

    [Fact]
    public void Format_AfterAnInterruptedOne_Succeeds()
    {
        DriveFormatter.Format(_files, Format);
        File.Move(_directory.Combine("format.json"), _directory.Combine("format.json.new"));
        Assert.Equal(DriveDirectoryState.Unformatted, DriveFormatter.Inspect(_files).State);
        DriveFormatter.Format(_files, Format);
        Assert.Equal(Format, DriveFormatter.Inspect(_files).Format);
    }

    [Fact]
    public void Format_OfAFormattedDrive_IsRefused()
    {
        DriveFormatter.Format(_files, Format);
        Assert.Throws<DriveFormatException>(() => DriveFormatter.Format(_files, Format with { Slot = 3 }));
        Assert.Equal(Format, DriveFormatter.Inspect(_files).Format);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"formatVersion\": 1}")]
    [InlineData("{\"formatVersion\": 0}")]
    public void Inspect_OfADamagedFormat_IsDamaged(string json)
    {
        File.WriteAllText(_directory.Combine("format.json"), json);
        DriveInspection inspection = DriveFormatter.Inspect(_files);
        Assert.Equal(DriveDirectoryState.Damaged, inspection.State);
        Assert.Contains(_directory.FullPath, inspection.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_OfANewerFormat_SaysSo()
    {
        File.WriteAllText(_directory.Combine("format.json"), "{\"formatVersion\": 2, \"drive\": {}}");
        DriveInspection inspection = DriveFormatter.Inspect(_files);
        Assert.Equal(DriveDirectoryState.TooNew, inspection.State);
        Assert.Contains("version 2", inspection.Problem, StringComparison.Ordinal);
        Assert.Throws<DriveFormatException>(() => DriveFormatter.Format(_files, Format));
    }

    [Theory]
    [InlineData(2, 0, 2, 4, 2)]
    [InlineData(0, 4, 1, 4, 2)]
    [InlineData(0, 0, 1, 17, 2)]
    [InlineData(0, 0, 1, 4, 3)]
    public void Format_OfAnImpossibleGeometry_Throws(int set, int slot, int setCount, int drives, int parity)
        => Assert.Throws<ArgumentException>(() => DriveFormatter.Format(
            _files, Format with { Set = set, Slot = slot, SetCount = setCount, DrivesPerSet = drives, Parity = parity }));

    [Fact]
    public void Format_InterruptedAnywhere_LeavesNoneOrAll()
    {
        for (int operation = 1; ; operation++)
        {
            var medium = new SimulatedMedium { FailAt = operation };
            bool isFormatted = true;
            try
            {
                DriveFormatter.Format(new SimulatedDriveFiles(medium), Format);
            }
            catch (DriveIOException)
            {
                isFormatted = false;
            }

            medium.Crash();
            DriveInspection inspection = DriveFormatter.Inspect(new SimulatedDriveFiles(medium));
            Assert.True(inspection.Format == Format || (!isFormatted && inspection.State == DriveDirectoryState.Unformatted));
            if (isFormatted)
            {
                break;
            }
        }
    }

    [Fact]
    public async Task Open_OfAnotherDrive_IsRefused()
    {
        DriveFormatter.Format(_files, Format);
        DriveFormat other = Format with { DriveId = new Guid("33333333-3333-3333-3333-333333333333") };
        await Assert.ThrowsAsync<DriveFormatException>(
            () => LocalDrive.OpenAsync(PosixDriveFiles.OpenRoot(_directory.FullPath), _ => new MemoryIndex(), other, StoreEnvironment.System));
    }

    [Fact]
    public async Task Open_OfADriveInUse_IsRefusedAndThenWorks()
    {
        DriveFormatter.Format(_files, Format);
        await using (await OpenAsync())
        {
            await Assert.ThrowsAsync<DriveFormatException>(OpenAsync);
        }

        await using LocalDrive again = await OpenAsync();
        Assert.True(again.IsOnline);
        Assert.False(again.Replica.IsComplete);
    }

    private Task<LocalDrive> OpenAsync()
        => LocalDrive.OpenAsync(PosixDriveFiles.OpenRoot(_directory.FullPath), _ => new MemoryIndex(), Format, StoreEnvironment.System);
}
