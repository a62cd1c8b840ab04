using System.Diagnostics;
using ObjectStore.Erasure.Kernels;
using Xunit;

namespace ObjectStore.Core.Tests.Erasure.Kernels;

/// <summary>Runs the tests of the kernels again in processes that have fewer instruction sets.</summary>
public sealed class InstructionSetTests
{
    private static readonly TimeSpan ChildTimeout = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "Affine512")]
    [InlineData("DOTNET_EnableGFNI", "Affine256")]
    [InlineData("DOTNET_EnableAVX2", "Shuffle256")]
    [InlineData("DOTNET_EnableHWIntrinsic", "Shuffle128")]
    public async Task Kernels_WithoutAnInstructionSet_StillGiveTheSameBytes(string setting, string lostKernel)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.ProcessPath is null, "Needs the test program itself.");
        Assert.SkipUnless(CodingKernels.All.Single(kernel => kernel.Name == lostKernel).IsSupported, $"This machine has no {lostKernel} anyway.");

        (int exitCode, string output) = await RunTestsAsync(setting);

        Assert.True(exitCode == 0, output);
        Assert.Contains(CodingKernels.Scalar.Name, output, StringComparison.Ordinal);
        Assert.DoesNotContain(lostKernel, output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> RunTestsAsync(string setting)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(InstructionSetTests).Assembly.Location);
        }

        foreach (string argument in new[] { "--output", "Detailed", "--progress", "off", "--filter-class", typeof(CodingKernelTests).FullName! })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[setting] = "0";
        using Process child = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(ChildTimeout);
        try
        {
            Task<string> errors = child.StandardError.ReadToEndAsync(timeout.Token);
            string output = await child.StandardOutput.ReadToEndAsync(timeout.Token);
            await child.WaitForExitAsync(timeout.Token);
            return (child.ExitCode, output + await errors);
        }
        finally
        {
            if (!child.HasExited)
            {
                child.Kill();
            }
        }
    }
}
