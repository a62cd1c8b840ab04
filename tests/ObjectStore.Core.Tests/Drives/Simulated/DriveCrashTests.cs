using FsCheck.Xunit;
using ObjectStore.Blobs;
using ObjectStore.Drives;
using ObjectStore.Files;
using Xunit;

namespace ObjectStore.Core.Tests.Drives.Simulated;

/// <summary>Whatever happens to a drive, what it acknowledged is there afterwards.</summary>
public sealed class DriveCrashTests
{
    private const int MostOperations = 90;

    [Property(MaxTest = 150)]
    public async Task Open_AfterRandomOperationsAndEnds_HoldsWhatWasAcknowledged(int seed)
    {
        await using var exercise = new DriveExercise(new Random(seed));
        var chance = new Random(seed);
        await exercise.Fixture.OpenAsync();
        for (int life = 0; life < 4; life++)
        {
            for (int step = chance.Next(30); step > 0; step--)
            {
                await exercise.StepAsync();
            }

            await exercise.Model.VerifyAsync(exercise.Fixture.Drive);
            await exercise.RestartAsync(isClean: chance.Next(3) == 0);
        }
    }

    [Fact]
    public async Task Open_AfterASyncFailed_DoesNotBelieveThePageCache()
    {
        await using var fixture = new SimulatedDriveFixture();
        await fixture.OpenAsync();
        (ShardDescriptor lost, ShardDescriptor kept) = (DriveData.Descriptor(1), DriveData.Descriptor(2));
        await fixture.Drive.StageShardAsync(lost, DriveData.Bytes(1, 3000));
        fixture.Medium.FailAt = fixture.Medium.Operations + 2;
        Assert.Equal(DriveStatus.Offline, await fixture.Drive.FlushAsync());
        await fixture.ReopenAsync();
        byte[] data = DriveData.Bytes(2, 3000);
        await DriveData.WriteAsync(fixture.Drive, kept, data);

        await fixture.CrashAsync();

        Assert.False(fixture.Drive.HasLogDamage);
        await DriveData.AssertHoldsAsync(fixture.Drive, kept, data);
    }

    [Fact]
    public async Task Open_AfterAProcessDiedBeforeItSyncedNames_MakesThemDurable()
    {
        for (int operation = 1; operation < 16; operation++)
        {
            await using var fixture = new SimulatedDriveFixture();
            fixture.Medium.FailAt = operation;
            await Record.ExceptionAsync(fixture.OpenAsync);
            fixture.Medium.EndProcess();
            fixture.Medium.FailAt = 0;
            await fixture.OpenAsync();
            byte[] data = DriveData.Bytes(2, 3000);
            await DriveData.WriteAsync(fixture.Drive, DriveData.Descriptor(2), data);

            await fixture.CrashAsync();

            await DriveData.AssertHoldsAsync(fixture.Drive, DriveData.Descriptor(2), data);
        }
    }

    [Theory]
    [InlineData(DriveIOException.IOError)]
    [InlineData(DriveIOException.ReadOnlyFileSystem)]
    [InlineData(DriveIOException.NoSpace)]
    public async Task Open_AfterTheNthOperationFailed_HoldsWhatWasAcknowledged(int errno)
    {
        for (int operation = 1; operation <= MostOperations; operation++)
        {
            await using var exercise = new DriveExercise(new Random(operation));
            await exercise.Fixture.OpenAsync();
            exercise.Fixture.Medium.Errno = errno;
            exercise.Fixture.Medium.FailAt = exercise.Fixture.Medium.Operations + operation;
            for (int step = 0; step < 40; step++)
            {
                await exercise.StepAsync();
            }

            await exercise.SettleAsync();
            bool hasFailed = exercise.Fixture.Medium.Operations >= exercise.Fixture.Medium.FailAt;
            Assert.True(!hasFailed || errno == DriveIOException.NoSpace || !exercise.Fixture.Drive.IsOnline);
            await exercise.RestartAsync(isClean: false);
        }
    }
}
