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

    /// <summary>sum + low half of (data ^ secret) * its high half + data with the elements of each pair swapped.</summary>
    static abstract TVector Accumulate(TVector sum, TVector data, TVector secret);

    /// <summary>(sum ^ sum >> 47 ^ secret) * prime.</summary>
    static abstract TVector Scramble(TVector sum, TVector secret, uint prime);
}
