namespace ObjectStore.Metadata.Replication;

/// <summary>Something the sequencer does between two groups for someone who waits for it; the waiter goes on elsewhere.</summary>
internal abstract class SequencerCall
{
    public abstract void Run();
}
