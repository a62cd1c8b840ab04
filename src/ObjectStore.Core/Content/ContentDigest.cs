using System.Buffers;
using ObjectStore.Integrity;

namespace ObjectStore.Content;

/// <summary>What is computed over content on its way in, but for the MD5: its length, and the checksum that was asked for. Not thread-safe.</summary>
internal sealed class ContentDigest(ChecksumAlgorithm? algorithm) : IDisposable
{
    private readonly ContentChecksum? _checksum = algorithm is { } wanted ? ContentChecksum.Create(wanted) : null;

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    public void Append(ReadOnlySequence<byte> content)
    {
        foreach (ReadOnlyMemory<byte> segment in content)
        {
            _checksum?.Append(segment.Span);
        }

        Length += content.Length;
    }

    /// <summary>The checksum; null if none was asked for. Call once, at the end.</summary>
    public ObjectChecksum? FinishChecksum() => _checksum is null ? null : new ObjectChecksum(_checksum.Algorithm, _checksum.Finish());

    public void Dispose() => _checksum?.Dispose();
}
