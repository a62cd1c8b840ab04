using System.Buffers;
using ObjectStore.Blobs;
using ObjectStore.Erasure;
using ObjectStore.Integrity;
using ObjectStore.Memory;

namespace ObjectStore.ErasureSets;

/// <summary>
/// Cuts content into stripes, codes them, and hands the shards to the drives. Content of up to two stripes stays in memory until the end and is
/// staged in the drives' logs; more goes to files, half a buffer at a time: one half is on its way to the drives while the other fills.
/// The MD5 may take as long: a half is hashed at the latest before it is filled again, which leaves it time to meet the content of other blobs.
/// </summary>
internal sealed class BlobWriter : IBlobWriter
{
    private readonly ShardTargets _targets;
    private readonly ErasureGeometry _geometry;
    private readonly Md5Job? _md5;
    private readonly StripeContent _content;
    private readonly BufferPool _pool;
    private readonly long? _expectedLength;
    private readonly int _maxStripes;
    private readonly ReadOnlyMemory<byte>[] _data;
    private readonly Memory<byte>[] _parity;

    private StripeBuffer? _buffer;
    private ShardFileGroup? _files;
    private ShardStaging? _staging;
    private Task? _sending;
    private long _length;
    private int _stripe;
    private int _inStripe;
    private int _firstUnsent;
    private bool _ended;
    private bool _placed;
    private bool _disposed;

    public BlobWriter(ErasureSet set, BlobId blob, BlobOwner owner, long? expectedLength, Md5Job? md5, BufferPool pool)
    {
        _targets = new ShardTargets(set, blob, owner);
        _geometry = set.Geometry;
        _md5 = md5;
        _pool = pool;
        _content = new StripeContent(_geometry.DataShards);
        _expectedLength = expectedLength;
        _maxStripes = StripeBuffer.MaxStripes(_geometry);
        _data = new ReadOnlyMemory<byte>[_geometry.DataShards];
        _parity = new Memory<byte>[_geometry.ParityShards];
    }

    /// <summary>The most content whose shards go into the logs.</summary>
    private long MaxLogContent => (long)_geometry.DataShards * ShardLayout.MaxLogShard;

    public async ValueTask WriteAsync(ReadOnlySequence<byte> content, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed || _ended, this);
        foreach (ReadOnlyMemory<byte> segment in content)
        {
            for (ReadOnlyMemory<byte> rest = segment; !rest.IsEmpty;)
            {
                StripeBuffer buffer = _buffer ??= RentFirst();
                if (_inStripe == buffer.StripeLength)
                {
                    await MakeRoomAsync(buffer, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                int copied = buffer.Fill(_stripe, _inStripe, rest.Span);
                _inStripe += copied;
                _length += copied;
                rest = rest[copied..];
            }
        }
    }

    public async ValueTask<WrittenBlob> CompleteAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed || _ended, this);
        if (_buffer is null)
        {
            throw new InvalidOperationException("A blob has at least one byte.");
        }

        _ended = true;
        int lastBlock = _buffer.Shorten(_stripe, _inStripe);
        int from = _firstUnsent * _buffer.BlockLength;
        int length = ((_stripe - _firstUnsent) * _buffer.BlockLength) + lastBlock;
        if (_length <= MaxLogContent)
        {
            await StageAsync(lastBlock, length, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await CompleteFilesAsync(from, lastBlock, length, cancellationToken).ConfigureAwait(false);
        }

        _placed = true;
        await WaitHashedAsync().ConfigureAwait(false);
        ReleaseBuffer();
        var blob = new BlobRef(_targets.Blob, _length, (byte)_targets.Set, (byte)_geometry.DataShards, (byte)_geometry.ParityShards);
        return new PlacedBlob(_targets, blob, _staging?.NotDurable ?? 0);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (_sending is { } sending)
        {
            // The buffer is in use until then. How it ended no longer matters: nothing of this blob is kept.
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_md5 is not null)
        {
            await _md5.AbandonAsync().ConfigureAwait(false);
        }

        if (!_placed)
        {
            await AbandonAsync().ConfigureAwait(false);
        }

        ReleaseBuffer();
    }

    private StripeBuffer RentFirst()
    {
        // Without a length, content is taken for small until it turns out larger.
        long expected = Math.Max(_expectedLength ?? (16L << 10) * _geometry.DataShards, 1);
        long stripeLength = (long)_geometry.DataShards * ShardLayout.BlockSize;
        if (expected <= stripeLength)
        {
            return new StripeBuffer(_pool, _geometry, (int)((expected + _geometry.DataShards - 1) / _geometry.DataShards), 1);
        }

        int half = _maxStripes / 2;
        int stripes = expected <= 2 * stripeLength ? 2 : expected <= half * stripeLength ? half : _maxStripes;
        return new StripeBuffer(_pool, _geometry, ShardLayout.BlockSize, stripes);
    }

    /// <summary>Called with a full stripe and more content to come: goes on to the next stripe, in a larger buffer or over one that was sent.</summary>
    private async ValueTask MakeRoomAsync(StripeBuffer buffer, CancellationToken cancellationToken)
    {
        if (buffer.BlockLength < ShardLayout.BlockSize)
        {
            Grow(buffer, 1, filledStripes: 1);
            return;
        }

        int next = _stripe + 1;
        if (next == buffer.Stripes && buffer.Stripes < _maxStripes)
        {
            Grow(buffer, buffer.Stripes == 1 ? 2 : _maxStripes, next);
        }

        if (_length >= MaxLogContent && next % (_maxStripes / 2) == 0)
        {
            await SendAsync(_firstUnsent, next, cancellationToken).ConfigureAwait(false);
            _firstUnsent = next % _maxStripes;
        }

        _stripe = next % _maxStripes;
        _inStripe = 0;
    }

    private void Grow(StripeBuffer buffer, int stripes, int filledStripes)
    {
        var larger = new StripeBuffer(_pool, _geometry, ShardLayout.BlockSize, stripes);
        buffer.CopyTo(larger, filledStripes);
        buffer.Dispose();
        _buffer = larger;
    }

    /// <summary>Codes full stripes and starts sending them, once those before have arrived.</summary>
    private async ValueTask SendAsync(int firstStripe, int endStripe, CancellationToken cancellationToken)
    {
        await WaitSentAsync(cancellationToken).ConfigureAwait(false);
        int offset = firstStripe * ShardLayout.BlockSize;
        int length = (endStripe - firstStripe) * ShardLayout.BlockSize;
        Encode(_buffer!, offset, length);
        _sending = AppendAsync(_buffer!, offset, length);
        await BeginHashAsync(firstStripe, endStripe - firstStripe, 0, 0).ConfigureAwait(false);
        if (endStripe - firstStripe > _maxStripes / 2)
        {
            await WaitSentAsync(cancellationToken).ConfigureAwait(false);
            await WaitHashedAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Begins hashing stripes, once those before are hashed.</summary>
    private async ValueTask BeginHashAsync(int firstStripe, int fullStripes, int lastBlock, int lastLength)
    {
        await WaitHashedAsync().ConfigureAwait(false);
        _md5?.Begin(_content.Of(_buffer!, firstStripe, fullStripes, lastBlock, lastLength));
    }

    private ValueTask BeginHashToEndAsync(int lastBlock) => BeginHashAsync(_firstUnsent, _stripe - _firstUnsent, lastBlock, _inStripe);

    private ValueTask WaitHashedAsync() => _md5?.WhenHashedAsync() ?? ValueTask.CompletedTask;

    private Task WaitSentAsync(CancellationToken cancellationToken) => _sending?.WaitAsync(cancellationToken) ?? Task.CompletedTask;

    private async Task AppendAsync(StripeBuffer buffer, int offset, int length)
    {
        _files ??= await ShardFileGroup.CreateAsync(_targets).ConfigureAwait(false);
        await _files.AppendAsync(buffer, offset, length).ConfigureAwait(false);
        _targets.RequireQuorum();
    }

    private void Encode(StripeBuffer buffer, int offset, int length)
    {
        if (_geometry.ParityShards == 0)
        {
            return;
        }

        for (int i = 0; i < _data.Length; i++)
        {
            _data[i] = buffer.Shard(i, offset, length);
        }

        for (int i = 0; i < _parity.Length; i++)
        {
            _parity[i] = buffer.Shard(_data.Length + i, offset, length);
        }

        ReedSolomon.Get(_geometry).Encode(_data, _parity);
    }

    private async ValueTask StageAsync(int lastBlock, int length, CancellationToken cancellationToken)
    {
        Encode(_buffer!, 0, length);
        await BeginHashToEndAsync(lastBlock).ConfigureAwait(false);
        _staging = new ShardStaging(_targets, length);
        await _staging.RunAsync(_buffer!, cancellationToken).ConfigureAwait(false);
        _targets.RequireQuorum();
    }

    private async ValueTask CompleteFilesAsync(int offset, int lastBlock, int length, CancellationToken cancellationToken)
    {
        await WaitSentAsync(cancellationToken).ConfigureAwait(false);
        Encode(_buffer!, offset, length);
        _sending = AppendAsync(_buffer!, offset, length);
        await BeginHashToEndAsync(lastBlock).ConfigureAwait(false);
        await WaitSentAsync(cancellationToken).ConfigureAwait(false);
        ShardFileGroup files = _files!;
        await files.CompleteAsync(ShardLayout.ShardLength(_length, _geometry.DataShards), cancellationToken).ConfigureAwait(false);
        _targets.RequireQuorum();
        await files.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask AbandonAsync()
    {
        if (_files is not null)
        {
            await _files.DisposeAsync().ConfigureAwait(false);
            await _files.DeleteCompletedAsync().ConfigureAwait(false);
        }

        if (_staging is not null)
        {
            await _staging.DeleteAsync().ConfigureAwait(false);
        }
    }

    private void ReleaseBuffer()
    {
        _buffer?.Dispose();
        _buffer = null;
    }
}
