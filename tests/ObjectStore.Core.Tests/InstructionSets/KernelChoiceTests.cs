using ObjectStore.Erasure.Kernels;
using ObjectStore.Integrity.Kernels;
using Xunit;

namespace ObjectStore.Core.Tests.InstructionSets;

public sealed class KernelChoiceTests
{
    /// <summary>Set in the child processes of <see cref="InstructionSetTests"/>: the kernels that they must choose, in the form of <see cref="Chosen"/>.</summary>
    public const string ExpectationVariable = "OBJECTSTORE_TESTS_EXPECTED_KERNELS";

    /// <summary>The names of the kernels that this process chose for coding, for the block hash and for the CRCs.</summary>
    public static string Chosen => $"{CodingKernels.Best} {BlockHashKernels.Best?.Name ?? "none"} {CrcKernels.Best}";

    [Fact]
    public void Best_InThisProcess_IsTheFastestSupportedAndTheExpected()
    {
        Assert.Same(CodingKernels.All.Last(kernel => kernel.IsSupported), CodingKernels.Best);
        Assert.Same(CrcKernels.All.Last(kernel => kernel.IsSupported), CrcKernels.Best);
        Assert.Equal(Environment.GetEnvironmentVariable(ExpectationVariable) ?? Chosen, Chosen);
    }
}
