namespace ObjectStore.Erasure.Kernels;

/// <inheritdoc cref="IOutputCount"/>
internal readonly struct TwoOutputs : IOutputCount
{
    public static int Value => 2;
}
