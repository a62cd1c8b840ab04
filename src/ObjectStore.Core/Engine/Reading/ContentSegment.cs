using ObjectStore.Blobs;

namespace ObjectStore.Engine.Reading;

/// <summary>A blob's share of an object's content: the whole blob, at a place in the object.</summary>
/// <param name="Start">The place of its first byte.</param>
/// <param name="Blob">The blob, whose length is the share's.</param>
internal readonly record struct ContentSegment(long Start, BlobRef Blob)
{
    /// <summary>The place after its last byte.</summary>
    public long End => Start + Blob.Length;
}
