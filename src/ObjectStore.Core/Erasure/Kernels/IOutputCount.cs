namespace ObjectStore.Erasure.Kernels;

/// <summary>The number of outputs of a pass as a type, so that the compiler drops the accumulators that a pass does not have.</summary>
internal interface IOutputCount
{
    /// <summary>1 to 4.</summary>
    static abstract int Value { get; }
}
