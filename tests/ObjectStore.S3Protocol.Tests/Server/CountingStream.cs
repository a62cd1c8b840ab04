namespace ObjectStore.S3Protocol.Tests.Server;

/// <summary>A body that counts what is read of it.</summary>
internal sealed class CountingStream(byte[] content) : MemoryStream(content, writable: false)
{
    public long BytesRead => Position;
}
