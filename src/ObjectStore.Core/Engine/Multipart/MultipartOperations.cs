using ObjectStore.Content;
using ObjectStore.Engine.Reading;

namespace ObjectStore.Engine.Multipart;

/// <summary>The operations of multipart uploads.</summary>
internal sealed class MultipartOperations(EngineContext context, ContentWriter contentWriter, VersionOpener opener)
{
    public CreateMultipartUploadOperation Create { get; } = new(context);

    public UploadPartOperation UploadPart { get; } = new(new PartWriter(context, contentWriter));

    public UploadPartCopyOperation UploadPartCopy { get; } = new(context, opener, new PartWriter(context, contentWriter));

    public ListPartsOperation ListParts { get; } = new(context);

    public CompleteMultipartUploadOperation Complete { get; } = new(context);

    public AbortMultipartUploadOperation Abort { get; } = new(context);

    public ListMultipartUploadsOperation ListUploads { get; } = new(context);
}
