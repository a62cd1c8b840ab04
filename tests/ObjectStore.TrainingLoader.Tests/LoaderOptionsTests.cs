using Xunit;

namespace ObjectStore.TrainingLoader.Tests;

public class LoaderOptionsTests
{
    [Fact]
    public void TryParse_Nothing_GivesTheDefaults()
    {
        Assert.True(LoaderOptions.TryParse([], out LoaderOptions? options, out _));

        Assert.Equal((10L << 30, 64 << 10, 163_840, 1, 1, 3), (options.Size, options.RecordSize, options.Records, options.Drives, options.Readers, options.Rounds));
    }

    [Fact]
    public void TryParse_Everything_IsRead()
    {
        string[] args = ["--directory", "/tmp/x", "--size", "512mib", "--record", "4KiB", "--drives", "4", "--readers", "2", "--rounds", "5", "--seed", "9", "--delete"];

        Assert.True(LoaderOptions.TryParse(args, out LoaderOptions? options, out _));

        var expected = new LoaderOptions
        {
            Directory = "/tmp/x",
            Size = 512L << 20,
            RecordSize = 4096,
            Drives = 4,
            Readers = 2,
            Rounds = 5,
            Seed = 9,
            Delete = true,
        };
        Assert.Equal(expected, options);
        Assert.True(LoaderOptions.TryParse(["--share"], out options, out _) && options.Share);
    }

    [Theory]
    [InlineData("--size", "ten")]
    [InlineData("--size", "-1")]
    [InlineData("--size", "64KiB", "--record", "128KiB")]
    [InlineData("--record", "4")]
    [InlineData("--record", "1GiB")]
    [InlineData("--drives", "17")]
    [InlineData("--drives", "0")]
    [InlineData("--drives", "2", "--share")]
    [InlineData("--rounds")]
    [InlineData("--unknown")]
    [InlineData("stray")]
    public void TryParse_WhatMakesNoSense_IsRefused(params string[] args)
    {
        Assert.False(LoaderOptions.TryParse(args, out _, out string? error));

        Assert.NotEmpty(error);
    }
}
