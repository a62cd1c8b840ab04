using BenchmarkDotNet.Running;
using ObjectStore.Benchmarks.Comparisons;
using ObjectStore.Benchmarks.Costs;

// Examples: -- --filter '*Encode*' --job short; -- --list flat; -- coding; -- coding Shuffle512 Affine512; -- hashes; -- reads; -- mapping
if (args is ["coding", .. string[] kernels])
{
    return CodingComparison.Run(kernels);
}

if (args is ["hashes"])
{
    return HashComparison.Run();
}

if (args is ["mapping"])
{
    return MappingComparison.Run();
}

if (args is ["reads"])
{
    return await ReadCosts.RunAsync();
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
