namespace ObjectStore.Integrity.Kernels;

/// <summary>
/// What one vector width contributes to the block hash. The eight sums of 64 bits stand in 64 / <c>sizeof(TVector)</c> vectors. The walk over the
/// block is written once, in <see cref="LaneBlockHashKernel{TLanes, TVector}"/>.
/// </summary>
/// <typeparam name="TVector">Elements of 64 bits, an even number of them.</typeparam>
internal unsafe interface IBlockHashLanes<TVector>
    where TVector : unmanaged
{
    static abstract bool IsSupported { get; }

    static abstract TVector Load(byte* source);

    static abstract void Store(byte* destination, TVector value);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Xor(TVector left, TVector right);

    /// <summary>The elements of each pair in the other order.</summary>
    static abstract TVector Swap(TVector value);

    /// <summary>The low half of each element times its high half.</summary>
    static abstract TVector MultiplyHalves(TVector value);

    /// <summary>(sum ^ sum >> 47 ^ secret) * prime.</summary>
    static abstract TVector Scramble(TVector sum, TVector secret, uint prime);
}
