namespace ObjectStore.Runtime;

/// <summary>A running operation, until disposed or kept by something that lives longer. For one method.</summary>
internal struct OperationScope : IDisposable
{
    private OperationGate? _gate;

    private OperationScope(OperationGate gate) => _gate = gate;

    /// <summary>Begins an operation.</summary>
    /// <exception cref="ObjectDisposedException">The store is stopped.</exception>
    public static OperationScope Enter(OperationGate gate)
    {
        gate.Enter();
        return new OperationScope(gate);
    }

    /// <summary>Gives the operation to the caller, who exits the gate; disposing does nothing then.</summary>
    public OperationGate Keep()
    {
        OperationGate gate = _gate!;
        _gate = null;
        return gate;
    }

    public void Dispose()
    {
        _gate?.Exit();
        _gate = null;
    }
}
