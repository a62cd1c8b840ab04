using System.IO.Pipelines;
using ObjectStore.Content;

namespace ObjectStore.Engine;

/// <summary>An open object as the content of another.</summary>
internal static class CopySource
{
    private const int BufferSize = 128 << 10;

    /// <summary>A refusal of the source as the error of a copy, for which there is no "not modified". Source: AWS, CopyObject.</summary>
    public static StorageError Refusal(StorageError error)
        => error.Code == StorageErrorCode.NotModified
            ? new StorageError(StorageErrorCode.PreconditionFailed, error.Message, error.Current) { Condition = error.Condition }
            : error;

    /// <summary>Runs a write that reads the object; here what goes wrong in reading is an error of the store.</summary>
    public static async ValueTask<StorageResult<T>> ReadAsync<T>(ObjectReader source, Func<PipeReader, ValueTask<StorageResult<T>>> write)
        where T : class
    {
        Stream stream = source.AsStream();
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: BufferSize, minimumReadSize: BufferSize, leaveOpen: true));
        try
        {
            return await write(pipe).ConfigureAwait(false);
        }
        catch (ContentSourceException exception) when (exception.InnerException is StorageException storageException)
        {
            return storageException.Error;
        }
        finally
        {
            await pipe.CompleteAsync().ConfigureAwait(false);
        }
    }
}
