namespace ObjectStore.Erasure.Kernels;

/// <inheritdoc cref="IOutputCount"/>
internal readonly struct ThreeOutputs : IOutputCount
{
    public static int Value => 3;
}
