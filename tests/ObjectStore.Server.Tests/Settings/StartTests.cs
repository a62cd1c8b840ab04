using System.Net;
using Amazon.S3;
using ObjectStore.Server.Tests.Processes;
using Xunit;

namespace ObjectStore.Server.Tests.Settings;

public class StartTests
{
    [Fact]
    public async Task Start_Banner_TellsWhereAndHow()
    {
        using var folder = new TempFolder();
        await using ServerProcess server = await ServerProcess.StartAsync([folder.Combine("drive{1...4}")], ("MINIO_BROWSER", "off"));
        string output = server.Output;
        await Eventually.AsyncAssert(() => Task.FromResult(server.Output), static text => text.Contains("s3 mb", StringComparison.Ordinal), "banner");
        output = server.Output;

        Assert.Contains("4 of 4 online", output, StringComparison.Ordinal);
        Assert.Contains("2+2", output, StringComparison.Ordinal);
        Assert.Contains(server.Endpoint, output, StringComparison.Ordinal);
        Assert.Contains("MINIO_BROWSER is not known", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DefaultCredentialsOnAllAddresses_IsRefused()
    {
        using var folder = new TempFolder();
        (int exitCode, string output) = await ServerProcess.RunToExitAsync(["server", folder.Combine("drive"), "--address", "0.0.0.0:0"]);

        Assert.Equal(2, exitCode);
        Assert.Contains("MINIO_ROOT_USER", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ParityThatDoesNotFit_IsNamedAndFormatsNothing()
    {
        using var folder = new TempFolder();
        (int exitCode, string output) = await ServerProcess.RunToExitAsync(
            ["server", folder.Combine("drive{1...4}"), "--address", "127.0.0.1:0"], ("MINIO_STORAGE_CLASS_STANDARD", "EC:3"));

        Assert.Equal(2, exitCode);
        Assert.Contains("MINIO_STORAGE_CLASS_STANDARD is EC:3", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(folder.Combine("drive1")) ? Directory.EnumerateFileSystemEntries(folder.Combine("drive1")) : []);
    }

    [Fact]
    public async Task Start_Version_IsTold()
        => Assert.Matches(@"^ObjectStore \d+\.\d+\.\d+", (await ServerProcess.RunToExitAsync(["--version"])).Output);

    [Fact]
    public async Task Start_DriveInUse_IsRefusedAndNamed()
    {
        using var folder = new TempFolder();
        await using ServerProcess server = await ServerProcess.StartAsync([folder.Combine("drive")]);
        (int exitCode, string output) = await ServerProcess.RunToExitAsync(["server", folder.Combine("drive"), "--address", "127.0.0.1:0"]);

        Assert.Equal(1, exitCode);
        Assert.Contains(folder.Combine("drive"), output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ForeignFolder_IsNeverFormatted()
    {
        using var folder = new TempFolder();
        string drive = folder.Combine("drive");
        Directory.CreateDirectory(drive);
        await File.WriteAllTextAsync(Path.Combine(drive, "thesis.txt"), "precious", TestContext.Current.CancellationToken);

        (int exitCode, string output) = await ServerProcess.RunToExitAsync(["server", drive, "--address", "127.0.0.1:0"]);

        Assert.Equal(1, exitCode);
        Assert.Contains(drive, output, StringComparison.Ordinal);
        Assert.Equal(["thesis.txt"], Directory.EnumerateFileSystemEntries(drive).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Start_DefaultBucketsAndCredentials_AreThereWhenReady()
    {
        using var folder = new TempFolder();
        await using ServerProcess server = await ServerProcess.StartAsync(
            [folder.Combine("drive")], ("MINIO_ROOT_USER", "operator"), ("MINIO_ROOT_PASSWORD", "a-long-secret"), ("MINIO_DEFAULT_BUCKETS", "mlflow models:none"));
        using var http = new HttpClient { BaseAddress = new Uri(server.Endpoint) };
        using var s3 = new AmazonS3Client(
            new Amazon.Runtime.BasicAWSCredentials("operator", "a-long-secret"),
            new AmazonS3Config { ServiceURL = server.Endpoint, ForcePathStyle = true, AuthenticationRegion = "us-east-1" });

        foreach (string path in new[] { "live", "ready", "cluster", "cluster/read" })
        {
            using HttpResponseMessage health = await http.GetAsync($"/minio/health/{path}", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        }

        Assert.Equal(["mlflow", "models"], (await s3.ListBucketsAsync(TestContext.Current.CancellationToken)).Buckets.Select(static bucket => bucket.BucketName));
    }
}
