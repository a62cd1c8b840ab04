using Xunit;

namespace ObjectStore.TrainingLoader.Tests;

public sealed class LoaderCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("objectstore-loader-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(1, 1, 64 << 10, 5_000_000)]
    [InlineData(4, 3, 64 << 10, 5_000_000)]
    [InlineData(1, 2, 10_000, 3_000_001)]
    [InlineData(4, 2, 300_000, 3_000_001)]
    [InlineData(1, 2, 8, 500)]
    public async Task Run_SmallObject_ReadsTheSameFromBothInEveryRound(int drives, int readers, int record, long size)
    {
        var options = new LoaderOptions { Directory = _directory, Size = size, RecordSize = record, Drives = drives, Readers = readers, Rounds = 2 };

        (int code, string output, string errors) = await RunAsync(options);

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(6, Rows(output).Count(static row => double.Parse(row[4]) > 0));
        Assert.Equal(2, Rows(output).Count(static row => row[2] == "store"));
    }

    [Fact]
    public async Task Run_Again_UsesWhatIsThere()
    {
        var options = new LoaderOptions { Directory = _directory, Size = 1_000_000, Rounds = 1 };
        (_, string first, _) = await RunAsync(options);

        (int code, string second, _) = await RunAsync(options);

        Assert.Contains("Storing", first, StringComparison.Ordinal);
        Assert.DoesNotContain("Storing", second, StringComparison.Ordinal);
        Assert.DoesNotContain("Writing", second, StringComparison.Ordinal);
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task Run_FileThatDiffers_Says()
    {
        var options = new LoaderOptions { Directory = _directory, Size = 1_000_000, Rounds = 1 };
        await RunAsync(options);
        await File.WriteAllBytesAsync(Path.Combine(_directory, "records-1000000.bin"), new byte[1_000_000], Token);

        (int code, _, string errors) = await RunAsync(options);

        Assert.Equal(1, code);
        Assert.Contains("differ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Share_MakesNoCopy()
    {
        var options = new LoaderOptions { Directory = _directory, Size = 1_000_000, Rounds = 1, Share = true };

        (int code, string output, string errors) = await RunAsync(options);

        Assert.Equal((0, ""), (code, errors));
        Assert.DoesNotContain("Writing", output, StringComparison.Ordinal);
        Assert.Equal(3, Rows(output).Length);
        Assert.Empty(Directory.GetFiles(_directory));
    }

    [Fact]
    public async Task Run_Delete_LeavesNothing()
    {
        string directory = Path.Combine(_directory, "gone");
        var options = new LoaderOptions { Directory = directory, Size = 100_000, Rounds = 1, Delete = true };

        (int code, _, _) = await RunAsync(options);

        Assert.Equal(0, code);
        Assert.False(Directory.Exists(directory));
    }

    [Fact]
    public async Task Run_DirectoryThatIsAFile_IsAnErrorAndNoException()
    {
        string file = Path.Combine(_directory, "file");
        await File.WriteAllTextAsync(file, "", Token);

        (int code, _, string errors) = await RunAsync(new LoaderOptions { Directory = file, Size = 100_000 });

        Assert.Equal(2, code);
        Assert.StartsWith("error:", errors, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(LoaderOptions options)
    {
        var output = new StringWriter();
        var errors = new StringWriter();
        int code = await LoaderCommand.RunAsync(options, output, errors, Token);
        return (code, output.ToString(), errors.ToString());
    }

    private static string[][] Rows(string output)
        => [.. output.Split('\n').Where(static line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsDigit(line[2])).Select(static line => line.Split('|', StringSplitOptions.TrimEntries))];
}
