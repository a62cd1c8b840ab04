using System.Runtime.ExceptionServices;
using ObjectStore.Content;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine;

/// <summary>The edge of the engine, where the exceptions of what lies below become results.</summary>
internal static class EngineEdge
{
    /// <summary>Gives the result of an operation; errors of the store as results, those of a content source as they were thrown.</summary>
    public static async ValueTask<StorageResult<T>> Guard<T>(ValueTask<StorageResult<T>> operation)
        where T : class
    {
        try
        {
            return await operation.ConfigureAwait(false);
        }
        catch (ContentSourceException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException!);
            throw;
        }
        catch (StorageException exception)
        {
            return exception.Error;
        }
        catch (RecordFormatException exception)
        {
            return new StorageError(StorageErrorCode.DataDamaged, exception.Message);
        }
    }
}
