using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace ObjectStore.Hosting.RequestHeads;

/// <summary>Puts a <see cref="HeadRecorder"/> between a connection and Kestrel's HTTP parser, and makes it findable from requests.</summary>
internal static class HeadRecordingMiddleware
{
    public static ConnectionDelegate Wrap(ConnectionDelegate next) => async connection =>
    {
        var recorder = new HeadRecorder(connection.Transport.Input);
        connection.Features.Set(recorder);
        IDuplexPipe transport = connection.Transport;
        connection.Transport = new RecordedTransport(recorder, transport.Output);
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            connection.Transport = transport;
        }
    };

    private sealed class RecordedTransport(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input { get; } = input;

        public PipeWriter Output { get; } = output;
    }
}
