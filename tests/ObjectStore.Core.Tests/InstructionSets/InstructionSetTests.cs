using System.Diagnostics;
using ObjectStore.Core.Tests.Erasure.Kernels;
using ObjectStore.Core.Tests.Integrity.Kernels;
using Xunit;

namespace ObjectStore.Core.Tests.InstructionSets;

/// <summary>Runs the tests of the kernels again in processes that have fewer instruction sets.</summary>
public sealed class InstructionSetTests
{
    private static readonly TimeSpan ChildTimeout = TimeSpan.FromMinutes(5);

    private static readonly Type[] TestClasses = [typeof(KernelChoiceTests), typeof(CodingKernelTests), typeof(BlockHashKernelTests), typeof(CrcKernelTests)];

    // The settings are those of .NET 10; a name that it does not know would leave the choice as it is, and the child would fail.
    [Theory]
    [InlineData("EnableGFNI", "Shuffle512 BlockHash512 Crc512")]
    [InlineData("EnableAVX512", "Affine256 BlockHash256 Crc256")]
    [InlineData("EnableAVX512 EnableGFNI EnableVAES", "Shuffle256 BlockHash256 Crc128")]
    [InlineData("EnableAVX2", "Affine256 none Crc256")]
    [InlineData("EnableAVX2 EnableGFNI EnableAES", "Shuffle128 none Scalar")]
    [InlineData("EnableHWIntrinsic", "Scalar none Scalar")]
    public async Task Kernels_WithoutAnInstructionSet_AreTheExpectedAndGiveTheSameBytes(string switchedOff, string expectedKernels)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.ProcessPath is null, "Needs the test program itself.");
        Assert.SkipUnless(KernelChoiceTests.Chosen == "Affine512 BlockHash512 Crc512", "This machine has not all of the instruction sets.");

        (int exitCode, string output) = await RunTestsAsync(switchedOff.Split(' '), expectedKernels);

        Assert.True(exitCode == 0, output);
        Assert.Contains("failed: 0", output, StringComparison.Ordinal);
        Assert.Contains(nameof(KernelChoiceTests.Best_InThisProcess_IsTheFastestSupportedAndTheExpected), output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> RunTestsAsync(string[] switchedOff, string expectedKernels)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(InstructionSetTests).Assembly.Location);
        }

        string[] classes = [.. TestClasses.SelectMany(type => new[] { "--filter-class", type.FullName! })];
        foreach (string argument in classes.Concat(["--output", "Detailed", "--progress", "off"]))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (string setting in switchedOff)
        {
            start.Environment["DOTNET_" + setting] = "0";
        }

        start.Environment[KernelChoiceTests.ExpectationVariable] = expectedKernels;
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
