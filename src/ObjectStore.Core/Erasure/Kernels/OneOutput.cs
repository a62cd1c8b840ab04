namespace ObjectStore.Erasure.Kernels;

/// <inheritdoc cref="IOutputCount"/>
internal readonly struct OneOutput : IOutputCount
{
    public static int Value => 1;
}
