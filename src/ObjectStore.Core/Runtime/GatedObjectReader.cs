using System.Buffers;
using System.IO.Pipelines;
using ObjectStore.Engine.Reading;

namespace ObjectStore.Runtime;

/// <summary>A reader that counts as a running operation until it is disposed, so that the drives do not close under it.</summary>
internal sealed class GatedObjectReader(ObjectReader inner, OperationGate gate) : ObjectReader
{
    private int _disposed;

    public override ObjectInfo Info => inner.Info;

    public override long Offset => inner.Offset;

    public override long Length => inner.Length;

    public override ValueTask CopyToAsync(PipeWriter destination, CancellationToken cancellationToken = default) => inner.CopyToAsync(destination, cancellationToken);

    public override ValueTask CopyToAsync(Stream destination, CancellationToken cancellationToken = default) => inner.CopyToAsync(destination, cancellationToken);

    public override ValueTask CopyToAsync(IBufferWriter<byte> destination, CancellationToken cancellationToken = default) => inner.CopyToAsync(destination, cancellationToken);

    public override ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken = default) => inner.ReadAsync(destination, cancellationToken);

    public override ValueTask<int> ReadAtAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken = default)
        => inner.ReadAtAsync(offset, destination, cancellationToken);

    public override ValueTask<ContentLease> LeaseAsync(long offset, int length, CancellationToken cancellationToken = default)
        => inner.LeaseAsync(offset, length, cancellationToken);

    public override Stream AsStream() => new ObjectReaderStream(this);

    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await inner.DisposeAsync().ConfigureAwait(false);
            gate.Exit();
        }
    }
}
