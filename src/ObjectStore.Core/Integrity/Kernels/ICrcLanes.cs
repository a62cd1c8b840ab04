using System.Runtime.Intrinsics;

namespace ObjectStore.Integrity.Kernels;

/// <summary>
/// What one vector width contributes to the folding of a CRC. A vector holds remainders of 128 bits, side by side as their bytes stand in the content. The
/// walk over the content is written once, in <see cref="FoldingCrcProgram{TLanes, TVector}"/>.
/// </summary>
internal unsafe interface ICrcLanes<TVector>
    where TVector : unmanaged
{
    static abstract bool IsSupported { get; }

    static abstract TVector Load(byte* source);

    /// <summary>The 128-bit factors in every lane.</summary>
    static abstract TVector Broadcast(Vector128<ulong> factors);

    /// <summary>value with <paramref name="register"/> added to its first eight bytes.</summary>
    static abstract TVector AddRegister(TVector value, ulong register);

    /// <summary>The lower half of each lane times the lower factor, plus its upper half times the upper factor, plus next.</summary>
    static abstract TVector Fold(TVector value, TVector factors, TVector next);

    /// <summary>All lanes in one: each is folded into the one after it by <paramref name="factors"/>, those of 128 bits.</summary>
    static abstract Vector128<ulong> Narrow(TVector value, Vector128<ulong> factors);
}
