using BenchmarkDotNet.Running;

// Examples: -- --filter '*Encode*' --job short; -- --list flat
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
