using System.Buffers;
using ObjectStore.Blobs;
using ObjectStore.Erasure;

namespace ObjectStore.Drives.Log;

/// <summary>A shard read from the log with one read; its blocks are verified when they are asked for.</summary>
internal sealed class LogShardReader : IShardReader
{
    private readonly ShardKey _key;
    private readonly int _footerOffset;
    private readonly int _footerLength;
    private byte[]? _buffer;
    private ShardDescriptor? _descriptor;

    private LogShardReader(byte[] buffer, ShardKey key, int length, int footerOffset, int footerLength)
    {
        _buffer = buffer;
        _key = key;
        Length = length;
        _footerOffset = footerOffset;
        _footerLength = footerLength;
    }

    public ShardDescriptor Descriptor => _descriptor ??= ShardFooter.ReadDescriptor(Footer);

    public ErasureGeometry Geometry => ShardFooter.ReadGeometry(Footer);

    public long Length { get; }

    private byte[] Buffer => _buffer ?? throw new ObjectDisposedException(nameof(LogShardReader));

    private ReadOnlySpan<byte> Footer => Buffer.AsSpan(_footerOffset, _footerLength);

    /// <summary>Makes a reader of a record that was read into a pooled buffer, which is the reader's then; null if it is not the shard's record.</summary>
    public static LogShardReader? TryOpen(byte[] buffer, int recordLength, ShardRef shard, LogPosition position, ulong driveSeed)
    {
        ReadOnlySpan<byte> record = buffer.AsSpan(0, recordLength);
        if (!LogRecordHeader.TryRead(record, driveSeed, position, out LogRecordHeader header)
            || header.Kind is not (LogRecordKind.Shard or LogRecordKind.MovedShard)
            || header.RecordLength != recordLength)
        {
            return null;
        }

        ReadOnlySpan<byte> image = record.Slice(LogRecordHeader.Size, header.BodyLength);
        int size = ShardFooter.ReadSize(image);
        if (size == 0
            || size > image.Length
            || !ShardFooter.TryRead(image[^size..], out ShardKey key, out long length)
            || key != shard.Key
            || length != shard.Length
            || length + size != image.Length)
        {
            return null;
        }

        return new LogShardReader(buffer, key, (int)length, LogRecordHeader.Size + (int)length, size);
    }

    public ValueTask<DriveStatus> ReadBlocksAsync(int firstBlock, int blockCount, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        int offset = (int)ShardBlocks.CheckRange(Length, firstBlock, blockCount, destination.Length);
        Buffer.AsSpan(LogRecordHeader.Size + offset, destination.Length).CopyTo(destination.Span);
        bool isGood = ShardBlocks.Verify(_key, firstBlock, destination.Span, Footer);
        return ValueTask.FromResult(isGood ? DriveStatus.Ok : DriveStatus.Corrupt);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is byte[] buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
