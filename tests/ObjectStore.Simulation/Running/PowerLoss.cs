namespace ObjectStore.Simulation.Running;

/// <summary>Thrown out of a file operation when the process dies in it: nothing that runs afterwards has an effect.</summary>
internal sealed class PowerLoss() : Exception("The power is gone.");
