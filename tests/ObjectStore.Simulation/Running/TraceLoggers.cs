using Microsoft.Extensions.Logging;

namespace ObjectStore.Simulation.Running;

/// <summary>The store's log, in the trace.</summary>
internal sealed class TraceLoggers(Trace trace) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => trace.IsVerbose;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => trace.Note($"  log {logLevel}: {formatter(state, exception)} {exception?.Message}");

    public void Dispose()
    {
    }
}
