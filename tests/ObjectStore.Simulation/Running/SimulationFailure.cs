namespace ObjectStore.Simulation.Running;

/// <summary>A promise was broken, or the run itself went wrong.</summary>
internal sealed class SimulationFailure(string message, Exception? cause = null) : Exception(message, cause);
