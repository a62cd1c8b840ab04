namespace ObjectStore.Scheduling;

/// <summary>Where ids get their randomness. Injected, so that a simulated run can be repeated. Thread-safe.</summary>
internal interface IRandomSource
{
    /// <summary>Fills a buffer with random bytes.</summary>
    void Fill(Span<byte> destination);
}
