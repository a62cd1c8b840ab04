using FsCheck.Xunit;
using Xunit;

namespace ObjectStore.Core.Tests.Metadata.Replication;

public class ReplicationSimulationTests
{
    [Property(MaxTest = 150)]
    public Task AnySchedule_KeepsWhatWasAcknowledgedAndSeen(int seed) => new ReplicationSimulation(seed).RunAsync();

    [Property(MaxTest = 150)]
    public Task AnyScheduleOfInterruptedOpenings_KeepsWhatWasAcknowledgedAndSeen(int seed)
        => new ReplicationSimulation(seed, crashesWhileOpening: true).RunAsync();

    /// <summary>Set OBJECTSTORE_SOAK_SEEDS to a number to run that many more.</summary>
    private static readonly int Seeds = int.TryParse(Environment.GetEnvironmentVariable("OBJECTSTORE_SOAK_SEEDS"), out int seeds) ? seeds : 150;

    [Fact]
    public async Task ManySchedules_ExerciseWhatTheyShould()
    {
        (int Checks, int Acknowledged) sum = default;
        for (int seed = 0; seed < Seeds; seed++)
        {
            var simulation = new ReplicationSimulation(seed, crashesWhileOpening: seed % 2 == 0);
            await simulation.RunAsync();
            sum = (sum.Checks + simulation.Statistics.Checks, sum.Acknowledged + simulation.Statistics.Acknowledged);
        }

        Assert.True(sum.Checks > 750 && sum.Acknowledged > 750, sum.ToString());
    }
}
