namespace ObjectStore.Core.Tests.Drives.Simulated;

/// <summary>The bytes of a file: as programs see them, and as the medium has them.</summary>
internal sealed class SimulatedContent
{
    private const int PageSize = 512;

    private readonly Lock _gate = new();
    private byte[] _visible = [];
    private int _length;
    private byte[] _durable = [];
    private int _durableLength;
    private int _dirtyFrom = int.MaxValue;
    private int _dirtyTo;

    public int Length
    {
        get
        {
            lock (_gate)
            {
                return _length;
            }
        }
    }

    public int Read(Span<byte> destination, long offset)
    {
        lock (_gate)
        {
            int count = (int)Math.Clamp(_length - offset, 0, destination.Length);
            _visible.AsSpan((int)Math.Min(offset, _length), count).CopyTo(destination);
            return count;
        }
    }

    public void Write(ReadOnlySpan<byte> data, long offset)
    {
        lock (_gate)
        {
            int end = (int)offset + data.Length;
            Grow(ref _visible, end);
            data.CopyTo(_visible.AsSpan((int)offset));
            MarkDirty((int)Math.Min(offset, _length), end);
            _length = Math.Max(_length, end);
        }
    }

    public void SetLength(long length)
    {
        lock (_gate)
        {
            Grow(ref _visible, (int)length);
            MarkDirty((int)Math.Min(length, _length), (int)Math.Max(length, _length));
            if (length < _length)
            {
                _visible.AsSpan((int)length, _length - (int)length).Clear();
            }

            _length = (int)length;
        }
    }

    public void Sync()
    {
        lock (_gate)
        {
            Grow(ref _durable, _visible.Length);
            if (_dirtyFrom < _dirtyTo)
            {
                _visible.AsSpan(_dirtyFrom, _dirtyTo - _dirtyFrom).CopyTo(_durable.AsSpan(_dirtyFrom));
            }

            _durableLength = _length;
            (_dirtyFrom, _dirtyTo) = (int.MaxValue, 0);
        }
    }

    /// <summary>A sync failed: the page cache takes what it could not write for written.</summary>
    public void ForgetDirty()
    {
        lock (_gate)
        {
            (_dirtyFrom, _dirtyTo) = (int.MaxValue, 0);
        }
    }

    /// <summary>What a crash leaves: each page that was written since the last sync may have reached the medium or not, and the length as well.</summary>
    public SimulatedContent AfterCrash(Random chance, bool isTorn)
    {
        var result = new SimulatedContent();
        result.Write(_durable.AsSpan(0, _durableLength), 0);
        if (isTorn && _dirtyFrom < _dirtyTo && chance.Next(2) == 0)
        {
            int length = _length > _durableLength ? chance.Next(_durableLength, _length + 1) : _length;
            result.SetLength(length);
            for (int page = _dirtyFrom / PageSize * PageSize; page < length; page += PageSize)
            {
                int start = Math.Max(page, _dirtyFrom);
                int end = Math.Min(Math.Min(page + PageSize, _dirtyTo), length);
                if (start < end && chance.Next(3) > 0)
                {
                    result.Write(_visible.AsSpan(start, end - start), start);
                }
            }
        }

        result.Sync();
        return result;
    }

    private static void Grow(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            Array.Resize(ref buffer, Math.Max(length, buffer.Length * 2));
        }
    }

    private void MarkDirty(int from, int to)
    {
        _dirtyFrom = Math.Min(_dirtyFrom, from);
        _dirtyTo = Math.Max(_dirtyTo, to);
    }
}
