namespace ObjectStore.Erasure.Kernels;

/// <summary>The kernel of one kind of lanes.</summary>
internal sealed class LaneKernel<TLanes, TVector, TFactor>(string name) : CodingKernel(name)
    where TLanes : struct, ICodingLanes<TVector, TFactor>
    where TVector : unmanaged
    where TFactor : unmanaged
{
    public override bool IsSupported => TLanes.IsSupported;

    public override CodingProgram Compile(CodingMatrix matrix)
        => IsSupported ? new LaneProgram<TLanes, TVector, TFactor>(matrix) : throw new PlatformNotSupportedException(Name);
}
