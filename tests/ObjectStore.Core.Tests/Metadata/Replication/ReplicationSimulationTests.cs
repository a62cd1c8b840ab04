using FsCheck.Xunit;
using Xunit;

namespace ObjectStore.Core.Tests.Metadata.Replication;

public class ReplicationSimulationTests
{
    [Property(MaxTest = 300)]
    public Task AnySchedule_KeepsWhatWasAcknowledgedAndSeen(int seed) => new ReplicationSimulation(seed).RunAsync();

    [Fact]
    public async Task ManySchedules_ExerciseWhatTheyShould()
    {
        (int Checks, int Acknowledged) sum = default;
        for (int seed = 0; seed < 300; seed++)
        {
            var simulation = new ReplicationSimulation(seed);
            await simulation.RunAsync();
            sum = (sum.Checks + simulation.Statistics.Checks, sum.Acknowledged + simulation.Statistics.Acknowledged);
        }

        Assert.True(sum.Checks > 1500 && sum.Acknowledged > 3000, sum.ToString());
    }
}
