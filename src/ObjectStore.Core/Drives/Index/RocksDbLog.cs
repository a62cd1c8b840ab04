using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Logging;

namespace ObjectStore.Drives.Index;

/// <summary>
/// Hands errors that the library reports from its own threads to the log, instead of the LOG files it would write beside its data. Lives
/// until the database is closed.
/// </summary>
internal sealed unsafe partial class RocksDbLog : IDisposable
{
    private const uint ErrorLevel = 3;
    private const uint FatalLevel = 4;

    private readonly ILogger _logger;
    private readonly string _path;
    private GCHandle _self;

    public RocksDbLog(ILogger logger, string path)
    {
        _logger = logger;
        _path = path;
        _self = GCHandle.Alloc(this);
    }

    /// <summary>Makes the native logger that writes here.</summary>
    public RocksDbHandle CreateLogger()
        => new(RocksDbOptionsNative.CreateLogger((int)ErrorLevel, &Write, GCHandle.ToIntPtr(_self)), RocksDbOptionsNative.DestroyLogger);

    public void Dispose() => _self.Free();

    /// <remarks>
    /// No exception may pass into native code: a logger that throws loses its message only, since the failure itself reaches the caller
    /// of the index.
    /// </remarks>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Write(nint state, uint level, byte* message, nuint length)
    {
        if (level is not (ErrorLevel or FatalLevel) || GCHandle.FromIntPtr(state).Target is not RocksDbLog log)
        {
            return;
        }

        try
        {
            log.LibraryReportedError(log._path, Encoding.UTF8.GetString(message, (int)length).TrimEnd());
        }
        catch (Exception)
        {
            return;
        }
    }

    [LoggerMessage(1000, LogLevel.Error, "The index in {Path} reports: {Message}")]
    private partial void LibraryReportedError(string path, string message);
}
