using ObjectStore.Server.Tests.Processes;
using Xunit;

namespace ObjectStore.Server.Tests.Clients;

[Collection<FourDriveServerCollection>]
public class CommandLineClientTests(FourDriveServer fixture)
{
    // Each script is what a person would type; it ends with an error unless everything came back identical.
    [Theory]
    [InlineData("bash", "aws-cli.sh")]
    [InlineData("bash", "aws-cli-sync.sh")]
    [InlineData("bash", "s3cmd.sh")]
    [InlineData("bash", "rclone.sh")]
    [InlineData("python3", "boto3_client.py")]
    public async Task Client_DefaultSettings_DoesItsMainJobs(string interpreter, string script)
    {
        using var home = new TempFolder();
        string path = Path.Combine(AppContext.BaseDirectory, "Scripts", script);

        string output = await Command.RunAsync(interpreter, [path], home.Path, S3Clients.Environment(fixture.Server, home.Path));

        Assert.EndsWith("OK", output.TrimEnd(), StringComparison.Ordinal);
    }
}
