using System.IO.Pipelines;
using System.Net;
using Microsoft.Extensions.Primitives;

namespace ObjectStore.S3Protocol;

/// <summary>
/// One HTTP exchange as the protocol sees it: derive from it to serve S3 over any HTTP server. For one request, by one caller at a time.
/// </summary>
public abstract class S3RequestContext
{
    /// <summary>The method, in upper case.</summary>
    public abstract string Method { get; }

    /// <summary>The request target exactly as on the wire (origin form: raw path and query, nothing decoded or normalised).</summary>
    public abstract string RawTarget { get; }

    /// <summary>The Host header or <c>:authority</c>, with its port if it has one; empty if absent.</summary>
    public abstract string Host { get; }

    /// <summary>Whether the connection is encrypted.</summary>
    public abstract bool IsHttps { get; }

    /// <summary>The peer's address.</summary>
    public abstract IPAddress? RemoteAddress { get; }

    /// <summary>The request's headers: names compared without case, one value for each time the header occurred.</summary>
    public abstract IEnumerable<KeyValuePair<string, StringValues>> Headers { get; }

    /// <summary>The values of a header; empty if it is absent.</summary>
    public abstract StringValues GetHeader(string name);

    /// <summary>The body's length if it was declared; null for a chunked body. 0 if there is no body.</summary>
    public abstract long? ContentLength { get; }

    /// <summary>The request's body. The first read makes the server send <c>100 Continue</c> if the client waits for it.</summary>
    public abstract PipeReader RequestBody { get; }

    /// <summary>Cancelled when the client is gone.</summary>
    public abstract CancellationToken RequestAborted { get; }

    /// <summary>Whether status and headers are on their way, so that they cannot change.</summary>
    public abstract bool HasResponseStarted { get; }

    /// <summary>Sets the status code. Default: 200.</summary>
    public abstract void SetStatusCode(int statusCode);

    /// <summary>Sets a response header.</summary>
    public abstract void SetResponseHeader(string name, string value);

    /// <summary>Declares the length of the response's body, in a HEAD response that of the body it stands for.</summary>
    public abstract void SetResponseContentLength(long length);

    /// <summary>The response's body; its first flush sends status and headers.</summary>
    public abstract PipeWriter ResponseBody { get; }

    /// <summary>Sends status and headers.</summary>
    public abstract ValueTask StartResponseAsync(CancellationToken cancellationToken = default);

    /// <summary>Says that the connection cannot be used for another request after this one: part of the body was not read.</summary>
    public abstract void CloseConnectionAfterResponse();

    /// <summary>Breaks the connection off: the only way to tell the client of an error after the response has begun.</summary>
    public abstract void Abort();
}
