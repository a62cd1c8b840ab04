using System.Text.Json;
using Xunit;

namespace ObjectStore.Load.Tests;

public sealed class LoadCommandTests : IDisposable
{
    private readonly LoopbackEndpoint _endpoint = new();

    public void Dispose() => _endpoint.Dispose();

    [Theory]
    [InlineData(nameof(LoadOperation.Put), "PUT")]
    [InlineData(nameof(LoadOperation.Get), "GET")]
    [InlineData(nameof(LoadOperation.Head), "HEAD")]
    [InlineData(nameof(LoadOperation.List), "LIST")]
    [InlineData(nameof(LoadOperation.ListPrefixes), "LIST")]
    [InlineData(nameof(LoadOperation.Delete), "DELETE")]
    public async Task Run_CountOfOperations_SendsThemAndCleansUp(string operation, string method)
    {
        const int Count = 50;

        (int exitCode, string output, string errors) = await RunAsync(Options(Enum.Parse<LoadOperation>(operation)) with { Count = Count });

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.True(_endpoint.CountOf(method) >= Count);
        Assert.Empty(_endpoint.Objects);
        Assert.Contains($" {Count} ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Keep_LeavesTheObjectsOfTheAskedSize()
    {
        await RunAsync(Options(LoadOperation.Put) with { Count = 25, Keep = true });

        Assert.Equal(20, _endpoint.Objects.Count);
        Assert.All(_endpoint.Objects, stored => Assert.Equal(100, stored.Value.Length));
    }

    [Fact]
    public async Task Run_WithFiles_WritesTheSameObjectsThereToo()
    {
        using var directory = new TemporaryDirectory();

        (int exitCode, string output, _) = await RunAsync(Options(LoadOperation.Put) with { Count = 25, Keep = true, FilesDirectory = directory.Path });

        Assert.Equal(0, exitCode);
        Assert.Contains("FILE 100B", output, StringComparison.Ordinal);
        string[] files = Directory.GetFiles(directory.Path, "*", SearchOption.AllDirectories);
        Assert.Equal(_endpoint.Objects.Count, files.Length);
        Assert.All(files, file => Assert.Equal(100, new FileInfo(file).Length));
    }

    [Fact]
    public async Task Run_WithFiles_CleansUp()
    {
        using var directory = new TemporaryDirectory();

        await RunAsync(Options(LoadOperation.Put) with { Count = 25, FilesDirectory = directory.Path });

        Assert.Empty(Directory.GetFiles(directory.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Run_Mixed_SendsEveryKindAndCleansUp()
    {
        (int exitCode, _, _) = await RunAsync(Options(LoadOperation.Mixed) with { Count = 200, SignPayload = true });

        Assert.Equal(0, exitCode);
        Assert.Equal(90, _endpoint.CountOf("GET"));
        Assert.Equal(60, _endpoint.CountOf("HEAD"));
        Assert.Empty(_endpoint.Objects);
    }

    [Fact]
    public async Task Run_ServerThatFails_StopsSoonAndSaysWhy()
    {
        _endpoint.Failure = 503;

        (int exitCode, _, string errors) = await RunAsync(Options(LoadOperation.Put) with { Count = 1_000_000 });

        Assert.Equal(1, exitCode);
        Assert.Contains("HTTP 503", errors, StringComparison.Ordinal);
        Assert.InRange(_endpoint.CountOf("PUT"), 100, 110);
    }

    [Fact]
    public async Task Run_NoServer_SaysSo()
    {
        _endpoint.Dispose();

        (int exitCode, _, string errors) = await RunAsync(Options(LoadOperation.Put));

        Assert.Equal(2, exitCode);
        Assert.Contains("could not create bucket", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Json_HoldsTheStepsWithTheServersCpuTimeButNoSecret()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await RunAsync(Options(LoadOperation.Put) with { Count = 10, JsonPath = path, ServerProcessId = Environment.ProcessId });
            string json = await File.ReadAllTextAsync(path);

            JsonElement step = JsonDocument.Parse(json).RootElement.GetProperty("steps")[0];
            Assert.Equal(10, step.GetProperty("operations").GetInt64());
            Assert.True(step.GetProperty("cpuMicrosecondsPerOperation").GetDouble() >= 0);
            Assert.DoesNotContain("the-secret", json, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private LoadOptions Options(LoadOperation operation) => new()
    {
        Endpoint = _endpoint.Uri,
        AccessKey = "key",
        SecretKey = "the-secret",
        Bucket = "bucket",
        Operation = operation,
        Size = 100,
        Keys = 20,
        Concurrency = 4,
        Duration = TimeSpan.FromMinutes(1),
    };

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(LoadOptions options)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        int exitCode = await LoadCommand.RunAsync(options, output, errors, CancellationToken.None);
        return (exitCode, output.ToString(), errors.ToString());
    }
}
