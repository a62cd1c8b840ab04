using ObjectStore.Scheduling;

namespace ObjectStore.Core.Tests.Metadata.Replication;

/// <summary>Runs queued items on the test's thread, in a random order.</summary>
internal sealed class SimulatedScheduler(Random random) : IWorkScheduler
{
    private readonly Lock _lock = new();
    private readonly List<IThreadPoolWorkItem> _items = [];

    public void Queue(IThreadPoolWorkItem item)
    {
        lock (_lock)
        {
            _items.Add(item);
        }
    }

    /// <summary>Runs one item; false if there is none.</summary>
    public bool RunOne()
    {
        IThreadPoolWorkItem item;
        lock (_lock)
        {
            if (_items.Count == 0)
            {
                return false;
            }

            int index = random.Next(_items.Count);
            item = _items[index];
            _items.RemoveAt(index);
        }

        item.Execute();
        return true;
    }
}
