using Microsoft.Extensions.Logging;
using ObjectStore.Drives.Index;
using ObjectStore.Files;

namespace ObjectStore.Runtime;

/// <summary>Directories of this machine, with RocksDB indexes that share the memory given to them.</summary>
internal sealed class LocalDriveHost(ObjectStoreOptions options, ILoggerFactory loggerFactory) : IDriveHost
{
    private readonly RocksDbResources _indexes = new(options.IndexCacheBytes, options.IndexWriteBufferBytes);
    private readonly ILogger _indexLogger = loggerFactory.CreateLogger<RocksDbIndex>();

    public IDriveFiles OpenRoot(string path) => PosixDriveFiles.OpenRoot(path);

    public IDriveFiles OpenOrCreateRoot(string path) => PosixDriveFiles.OpenOrCreateRoot(path);

    public IDriveIndex OpenIndex(string directory) => RocksDbIndex.Open(_indexes, directory, _indexLogger);

    public ulong FileSystemOf(string path) => PosixDriveFiles.FileSystemOf(path);

    public void Dispose() => _indexes.Dispose();
}
