namespace ObjectStore.Simulation.Workload;

/// <summary>The client went away in the middle of an upload.</summary>
internal sealed class BrokenUpload() : Exception("The client went away.");
