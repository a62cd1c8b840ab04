namespace ObjectStore.Core.Tests.Metadata.Replication;

/// <summary>A simulated run broke a promise; the message is its trace.</summary>
internal sealed class SimulationException(string message, Exception inner) : Exception(message, inner);
