namespace ObjectStore.Integrity.Kernels;

/// <summary>The kernel of one kind of lanes.</summary>
internal sealed class FoldingCrcKernel<TLanes, TVector>(string name) : CrcKernel(name)
    where TLanes : struct, ICrcLanes<TVector>
    where TVector : unmanaged
{
    public override bool IsSupported => TLanes.IsSupported;

    private protected override CrcProgram CompileCore(CrcPolynomial polynomial) => new FoldingCrcProgram<TLanes, TVector>(polynomial);
}
