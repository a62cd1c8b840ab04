namespace ObjectStore.Load.Measurement;

/// <summary>What the server's process has used so far.</summary>
/// <param name="CpuTime">In user and kernel mode, of all threads since it started.</param>
/// <param name="PeakMemory">The most bytes that were ever resident.</param>
internal readonly record struct ServerUsage(TimeSpan CpuTime, long PeakMemory);
