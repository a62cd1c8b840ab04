using Xunit;

namespace ObjectStore.Load.Tests;

public sealed class LoadOptionsParserTests
{
    private static readonly string[] Required =
        ["--endpoint", "http://127.0.0.1:9000", "--access-key", "a", "--secret-key", "s", "--bucket", "b", "--op", "put"];

    [Fact]
    public void TryParse_EveryOption_IsRead()
    {
        string[] args =
        [
            .. Required, "--size", "1MiB", "--concurrency", "3", "--duration", "1.5s", "--count", "7", "--keys", "9", "--payload", "signed",
            "--region", "eu", "--pid", "12", "--json", "out.json", "--keep",
        ];

        Assert.True(LoadOptionsParser.TryParse(args, out LoadOptions? options, out _));
        Assert.Equal(
            new LoadOptions
            {
                Endpoint = new Uri("http://127.0.0.1:9000"),
                AccessKey = "a",
                SecretKey = "s",
                Bucket = "b",
                Operation = LoadOperation.Put,
                Size = 1 << 20,
                Concurrency = 3,
                Duration = TimeSpan.FromSeconds(1.5),
                Count = 7,
                Keys = 9,
                SignPayload = true,
                Region = "eu",
                ServerProcessId = 12,
                JsonPath = "out.json",
                Keep = true,
            },
            options);
    }

    [Theory]
    [InlineData("--size", "4 KiB")]
    [InlineData("--size", "2GiB")]
    [InlineData("--size", "-1")]
    [InlineData("--size", "KiB")]
    [InlineData("--concurrency", "0")]
    [InlineData("--duration", "10")]
    [InlineData("--duration", "0s")]
    [InlineData("--duration", "-1s")]
    [InlineData("--count", "1e3")]
    [InlineData("--payload", "maybe")]
    [InlineData("--colour", "red")]
    [InlineData("--pid", "self")]
    [InlineData("--bucket", "again")]
    [InlineData("extra", "word")]
    [InlineData("--keep", "yes")]
    public void TryParse_WrongOption_NamesIt(string name, string value)
    {
        Assert.False(LoadOptionsParser.TryParse([.. Required, name, value], out _, out string? error));
        Assert.Contains(name is "--keep" ? value : name, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://host")]
    [InlineData("127.0.0.1:9000")]
    [InlineData("http://host/bucket")]
    public void TryParse_EndpointThatIsNotPlainHttp_IsRefused(string endpoint)
        => Assert.False(LoadOptionsParser.TryParse(["--endpoint", endpoint, .. Required[2..]], out _, out _));

    [Fact]
    public void TryParse_Files_NeedsPutAndADirectory()
    {
        using var directory = new TemporaryDirectory();
        string[] get = [.. Required[..^1], "get"];

        Assert.True(LoadOptionsParser.TryParse([.. Required, "--files", directory.Path], out LoadOptions? options, out _));
        Assert.Equal(directory.Path, options.FilesDirectory);
        Assert.False(LoadOptionsParser.TryParse([.. get, "--files", directory.Path], out _, out string? wrongOperation));
        Assert.Contains("--op put", wrongOperation, StringComparison.Ordinal);
        Assert.False(LoadOptionsParser.TryParse([.. Required, "--files", directory.Path + "/missing"], out _, out string? missing));
        Assert.Contains("/missing", missing, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_MissingValue_NamesIt()
    {
        Assert.False(LoadOptionsParser.TryParse([.. Required, "--size"], out _, out string? error));
        Assert.Contains("--size", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("4096", 4096)]
    [InlineData("4KiB", 4096)]
    [InlineData("64mib", 64 << 20)]
    [InlineData("1KB", 1000)]
    [InlineData("1GiB", 1 << 30)]
    [InlineData("17B", 17)]
    public void ByteSize_TryParse_ReadsUnits(string text, int expected)
    {
        Assert.True(ByteSize.TryParse(text, out int bytes));
        Assert.Equal(expected, bytes);
    }
}
