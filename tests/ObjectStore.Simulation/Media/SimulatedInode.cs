namespace ObjectStore.Simulation.Media;

/// <summary>The bytes of a file: as programs see them, as the medium has them, and what is on the way between.</summary>
internal sealed class SimulatedInode
{
    private readonly List<PendingWrite> _pending = [];
    private byte[] _visible = [];
    private byte[] _durable = [];

    public int Length { get; private set; }

    private int _durableLength;
    private int _lastWrite;

    public int Read(Span<byte> destination, long offset)
    {
        int count = (int)Math.Clamp(Length - offset, 0, destination.Length);
        _visible.AsSpan((int)Math.Min(offset, Length), count).CopyTo(destination);
        return count;
    }

    public void Write(byte[] data, long offset)
    {
        _lastWrite = (int)offset;
        Put(ref _visible, data, offset);
        Length = Math.Max(Length, (int)offset + data.Length);
        _pending.Add(new PendingWrite(offset, data));
    }

    public void SetLength(long length)
    {
        Length = Resize(ref _visible, Length, (int)length);
        _pending.Add(new PendingWrite(length, null));
    }

    public void Sync()
    {
        _pending.ForEach(Apply);
        _pending.Clear();
    }

    /// <summary>
    /// A sync that fails: the system reports it once, and then takes the pages for clean, whether they were written or not. What became of them is decided now: later
    /// writes are never undone by older ones. A change of the length is no page; it is made durable by the next sync.
    /// </summary>
    public void FailSync(Random chance)
    {
        foreach (PendingWrite write in _pending.Where(static write => write.Data is not null))
        {
            Settle(write, chance);
        }

        _pending.RemoveAll(static write => write.Data is not null);
    }

    /// <summary>Each change that was not synced is lost, applied, torn, or its room is there without its data.</summary>
    public void Crash(Random chance)
    {
        foreach (PendingWrite write in _pending)
        {
            Settle(write, chance);
        }

        _pending.Clear();
        Length = _durableLength;
        _visible = _durable.AsSpan(0, _durableLength).ToArray();
    }

    /// <summary>Flips a bit at rest.</summary>
    public void Flip(Random chance) => Flip(chance, Length);

    /// <summary>Flips a bit at rest, in the first tenth and before the last write: damage to that looks the same as if it had been cut off.</summary>
    public void FlipEarly(Random chance) => Flip(chance, Math.Min(Length / 10, _lastWrite));

    private void Flip(Random chance, int end)
    {
        if (end > 0)
        {
            int position = chance.Next(end);
            byte mask = (byte)(1 << chance.Next(8));
            _visible[position] ^= mask;
            if (position < _durableLength)
            {
                _durable[position] ^= mask;
            }
        }
    }

    /// <summary>The file as programs see it now, durable.</summary>
    public SimulatedInode Copy() => new()
    {
        _visible = _visible.AsSpan(0, Length).ToArray(),
        _durable = _visible.AsSpan(0, Length).ToArray(),
        Length = Length,
        _durableLength = Length,
    };

    private static void Put(ref byte[] bytes, ReadOnlySpan<byte> data, long offset)
    {
        int end = (int)offset + data.Length;
        if (bytes.Length < end)
        {
            Array.Resize(ref bytes, Math.Max(end, bytes.Length * 2));
        }

        data.CopyTo(bytes.AsSpan((int)offset));
    }

    private static int Resize(ref byte[] bytes, int length, int newLength)
    {
        if (bytes.Length < newLength)
        {
            Array.Resize(ref bytes, newLength);
        }

        if (newLength < length)
        {
            bytes.AsSpan(newLength, length - newLength).Clear();
        }

        return newLength;
    }

    private void Apply(PendingWrite write)
    {
        if (write.Data is null)
        {
            _durableLength = Resize(ref _durable, _durableLength, (int)write.Offset);
            return;
        }

        Put(ref _durable, write.Data, write.Offset);
        _durableLength = Math.Max(_durableLength, (int)write.Offset + write.Data.Length);
    }

    private void Settle(PendingWrite write, Random chance)
    {
        int fate = chance.Next(5);
        if (fate == 0)
        {
            return;
        }

        if (write.Data is null || fate == 1)
        {
            Apply(write);
            return;
        }

        int page = chance.Next(2) == 0 ? 512 : 4096;
        byte[] data = write.Data;
        if (fate != 4 && data.Length > 0)
        {
            int reached = chance.Next(data.Length + 1);
            Extend((int)write.Offset + (fate == 2 ? data.Length : reached));
        }

        for (int at = 0; at < data.Length && fate != 2;)
        {
            int length = Math.Min(data.Length - at, page - (int)((write.Offset + at) % page));
            if (chance.Next(2) == 0)
            {
                Put(ref _durable, data.AsSpan(at, length), write.Offset + at);
                Extend((int)write.Offset + at + length);
            }

            at += length;
        }
    }

    private void Extend(int length)
    {
        if (length > _durableLength)
        {
            _durableLength = Resize(ref _durable, _durableLength, length);
        }
    }
}
