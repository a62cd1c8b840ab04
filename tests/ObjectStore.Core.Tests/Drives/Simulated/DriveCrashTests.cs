using FsCheck.Xunit;
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
