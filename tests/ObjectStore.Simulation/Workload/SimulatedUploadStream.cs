using System.Buffers;
using System.IO.Pipelines;

namespace ObjectStore.Simulation.Workload;

/// <summary>Content as it comes over a network: in pieces of any size, with pauses, and sometimes it breaks off.</summary>
internal sealed class SimulatedUploadStream(byte[] content, Random chance, bool breaksOff) : PipeReader
{
    private readonly int _end = breaksOff ? chance.Next(content.Length + 1) : content.Length;
    private int _consumed;
    private int _received;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (chance.Next(2) == 0)
        {
            await Task.Yield();
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (_received == _end && breaksOff)
        {
            throw new BrokenUpload();
        }

        int most = chance.Next(3) == 0 ? 700 : 24_000;
        _received = Math.Min(_end, _received + 1 + chance.Next(most));
        return new ReadResult(new ReadOnlySequence<byte>(content, _consumed, _received - _consumed), isCanceled: false, isCompleted: !breaksOff && _received == _end);
    }

    public override bool TryRead(out ReadResult result) => throw new NotSupportedException();

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _consumed = consumed.GetInteger();

    public override void CancelPendingRead() => throw new NotSupportedException();

    public override void Complete(Exception? exception = null)
    {
    }
}
