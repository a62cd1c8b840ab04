namespace ObjectStore.Erasure.Kernels;

/// <summary>
/// What one instruction set contributes to a kernel: a vector of field elements, and its product with one factor. The walk over the shards is
/// written once, in <see cref="LaneProgram{TLanes, TVector, TFactor}"/>.
/// </summary>
/// <typeparam name="TVector">Consecutive bytes of a shard; its size is the number of lanes.</typeparam>
/// <typeparam name="TFactor">A factor in the form in which the instruction set multiplies by it.</typeparam>
internal unsafe interface ICodingLanes<TVector, TFactor>
    where TVector : unmanaged
    where TFactor : unmanaged
{
    static abstract bool IsSupported { get; }

    static abstract TFactor Prepare(byte factor);

    static abstract TVector Load(byte* source);

    static abstract void Store(byte* destination, TVector value);

    /// <summary>sum + x * factor.</summary>
    static abstract TVector MultiplyAdd(TVector sum, TVector x, TFactor* factor);

    /// <summary>sum + x * xFactor + y * yFactor, with one three-way addition where there is one.</summary>
    static abstract TVector MultiplyAdd(TVector sum, TVector x, TFactor* xFactor, TVector y, TFactor* yFactor);
}
