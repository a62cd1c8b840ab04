using System.Buffers;
using System.Threading.Tasks.Sources;
using ObjectStore.Integrity.Md5Kernels;

namespace ObjectStore.Integrity;

/// <summary>
/// A message that an <see cref="Md5Scheduler"/> hashes together with others. Content that was begun may be hashed at any time until it has been
/// waited for, so its memory must not change before. For one caller at a time.
/// </summary>
internal sealed class Md5Job : IValueTaskSource
{
    /// <summary>Content up to this many bytes is hashed at once: passing it to another thread costs more than sharing lanes there saves.</summary>
    private const int LongestAtOnce = 16 << 10;

    /// <summary>Pieces shorter than this, in bytes, are hashed alone: getting them into a lane costs more.</summary>
    private const int ShortestForLane = 1024;

    private readonly Md5Scheduler _scheduler;
    private ManualResetValueTaskSourceCore<bool> _released = new() { RunContinuationsAsynchronously = true };
    private ReadOnlySequence<byte> _content;
    private ReadOnlyMemory<byte> _blocks;

    public Md5Job(Md5Scheduler scheduler)
    {
        _scheduler = scheduler;
        Node = new LinkedListNode<Md5Job>(this);
    }

    public Md5 Md5 { get; } = new();

    /// <summary>Its place in a queue; of the scheduler's lock.</summary>
    public LinkedListNode<Md5Job> Node { get; }

    /// <summary>Where its content is; of the scheduler's lock.</summary>
    public Md5JobPhase Phase { get; set; }

    /// <summary>Whether someone waits for it; of the scheduler's lock.</summary>
    public bool IsAwaited { get; set; }

    /// <summary>Whether nothing of the content is left to hash.</summary>
    public bool IsHashed => _blocks.IsEmpty && _content.IsEmpty;

    /// <summary>Adds content, which is hashed from now on and at the latest when waited for. There must be no other that was not waited for.</summary>
    public void Begin(ReadOnlySequence<byte> content)
    {
        if (!IsHashed)
        {
            throw new InvalidOperationException("The content before has not been waited for.");
        }

        if (content.Length > LongestAtOnce)
        {
            _content = content;
            _scheduler.Add(this);
            return;
        }

        foreach (ReadOnlyMemory<byte> piece in content)
        {
            Md5.Append(piece.Span);
        }
    }

    /// <summary>Completes when all content is hashed; its memory may change then.</summary>
    public ValueTask WhenHashedAsync()
    {
        _released.Reset();
        return _scheduler.Await(this) ? new ValueTask(this, _released.Version) : ValueTask.CompletedTask;
    }

    /// <summary>Completes when none of the content is touched any longer, hashed or not; the digest is of no use from then on.</summary>
    public ValueTask AbandonAsync()
    {
        _released.Reset();
        return _scheduler.Abandon(this) ? new ValueTask(this, _released.Version) : ValueTask.CompletedTask;
    }

    /// <summary>The next whole blocks of the content, which lie together; what is between such pieces is hashed here. Empty when all is hashed.</summary>
    public ReadOnlyMemory<byte> PeekBlocks()
    {
        while (_blocks.IsEmpty && !_content.IsEmpty)
        {
            SequencePosition next = _content.Start;
            _content.TryGet(ref next, out ReadOnlyMemory<byte> piece);
            if (piece.IsEmpty)
            {
                _content = _content.Slice(next);
                continue;
            }

            int count = Md5.FillTail(piece.Span);
            int whole = (piece.Length - count) / Md5Kernel.BlockSize * Md5Kernel.BlockSize;
            if (whole >= ShortestForLane)
            {
                _blocks = piece.Slice(count, whole);
                count += whole;
            }
            else
            {
                Md5.Append(piece.Span[count..]);
                count = piece.Length;
            }

            _content = _content.Slice(count);
        }

        return _blocks;
    }

    /// <summary>Leaves blocks behind that were hashed into the state.</summary>
    public void Advance(int blocks)
    {
        Md5.Skip(blocks);
        _blocks = _blocks[(blocks * Md5Kernel.BlockSize)..];
    }

    /// <summary>Lets whoever waits go on.</summary>
    public void Release() => _released.SetResult(true);

    void IValueTaskSource.GetResult(short token) => _released.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _released.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _released.OnCompleted(continuation, state, token, flags);
}
