using System.Buffers;
using System.IO.Pipelines;
using ObjectStore.S3Protocol.Signing;
using ObjectStore.S3Protocol.Streaming;
using ObjectStore.S3Protocol.Tests.Signing;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Streaming;

/// <summary>Opens and reads bodies in tests.</summary>
internal static class Bodies
{
    public const int AllAtOnce = int.MaxValue;

    /// <summary>A PUT with a body, which arrives so many bytes a read.</summary>
    public static InMemoryRequestContext Put(byte[] body, int bytesPerRead = AllAtOnce, long? contentLength = null)
        => new("PUT", "/bucket/key", body: PipeReader.Create(new TrickleStream(body, bytesPerRead)), contentLength: contentLength);

    public static S3Body Open(InMemoryRequestContext context, PayloadMode mode) => BodyReader.Create(context, ChunkEncoder.Authenticated(mode));

    public static async Task<byte[]> ReadAsync(S3Body body)
    {
        using MemoryStream content = new();
        await ReadAsync(body, content);
        return content.ToArray();
    }

    /// <summary>Reads to the end or to an exception; what was readable stands in <paramref name="content"/> either way.</summary>
    public static async Task ReadAsync(S3Body body, MemoryStream content)
    {
        ReadResult result;
        do
        {
            result = await body.Reader.ReadAsync(TestContext.Current.CancellationToken);
            content.Write(result.Buffer.ToArray());
            body.Reader.AdvanceTo(result.Buffer.End);
        }
        while (!result.IsCompleted);
    }
}
