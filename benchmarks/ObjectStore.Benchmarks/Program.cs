using BenchmarkDotNet.Running;
using ObjectStore.Benchmarks.Comparisons;

// Examples: -- --filter '*Encode*' --job short; -- --list flat; -- coding; -- coding Shuffle512 Affine512; -- hashes
if (args is ["coding", .. string[] kernels])
{
    return CodingComparison.Run(kernels);
}

if (args is ["hashes"])
{
    return HashComparison.Run();
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
