using System.IO.Pipelines;

namespace ObjectStore.S3Protocol.Streaming;

/// <summary>
/// A request's content, freed of its framing and verified as it is read. Only at the end of <see cref="Reader"/> is all of it proven, so
/// that nothing may be made visible before. For one caller at a time; dispose it when the reader is no longer used. The request's own
/// body stays open.
/// </summary>
internal sealed class S3Body : IDisposable
{
    private readonly TrailerSection? _trailers;

    /// <summary>Creates a body.</summary>
    /// <param name="reader">The content.</param>
    /// <param name="length">Its length, if known.</param>
    /// <param name="declaration">What it should hash to.</param>
    /// <param name="trailers">Where its trailers will be; null if it has none.</param>
    public S3Body(PipeReader reader, long? length, ContentDeclaration declaration, TrailerSection? trailers)
    {
        Reader = reader;
        DecodedLength = length;
        Declaration = declaration;
        _trailers = trailers;
    }

    /// <summary>
    /// The content. Reading throws <see cref="Errors.S3Exception"/> where it turns out to be incomplete, forged or malformed.
    /// </summary>
    public PipeReader Reader { get; }

    /// <summary>The content's length in bytes; null if the client did not say. The reader keeps it to its word.</summary>
    public long? DecodedLength { get; }

    /// <summary>What the request says that its content hashes to. Not verified here.</summary>
    public ContentDeclaration Declaration { get; }

    /// <summary>
    /// Gives the checksum that followed in a trailer, for <see cref="WriteContentOptions.TrailingChecksum"/>; null if none was announced.
    /// It may be called when <see cref="Reader"/> has been read to its end.
    /// </summary>
    public Func<ObjectChecksum?>? TrailingChecksum => _trailers?.Algorithm is null ? null : () => _trailers.Checksum;

    /// <summary>Gives the buffers back.</summary>
    public void Dispose() => Reader.Complete();
}
