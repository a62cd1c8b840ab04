namespace ObjectStore.Erasure.Kernels;

/// <inheritdoc cref="IOutputCount"/>
internal readonly struct FourOutputs : IOutputCount
{
    public static int Value => 4;
}
