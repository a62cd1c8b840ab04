using BenchmarkDotNet.Running;
using ObjectStore.Benchmarks.Comparisons;

// Examples: -- --filter '*Encode*' --job short; -- --list flat; -- coding; -- coding Shuffle512 Affine512
if (args is ["coding", .. string[] kernels])
{
    return CodingComparison.Run(kernels);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
