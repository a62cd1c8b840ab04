namespace ObjectStore.Hosting.Health;

/// <summary>Whether the server has finished starting: drives open, default buckets there. Thread-safe.</summary>
internal sealed class ServerReadiness
{
    private volatile bool _isReady;

    public bool IsReady => _isReady;

    public void Set(bool ready) => _isReady = ready;
}
