namespace ObjectStore.Engine.Reading;

/// <summary>A reader's time of reading metadata: see <see cref="BlobHolds"/>. Disposed once, by the reader that took it.</summary>
internal readonly struct BlobLease(BlobHolds holds, LeaseGeneration generation) : IDisposable
{
    public void Dispose() => holds.Return(generation);
}
