using System.Text;
using Microsoft.Extensions.Time.Testing;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Replication;
using ObjectStore.Scheduling;

namespace ObjectStore.Core.Tests.Metadata.Replication;

/// <summary>Replicas whose appends complete when the test says so, and a store over them that runs when the test pumps it.</summary>
internal sealed class ReplicaHarness
{
    private readonly SimulatedScheduler _scheduler = new(new Random(1));

    public ReplicaHarness(int count)
        : this([.. Enumerable.Range(0, count).Select(_ => new MemoryReplicaDisk())])
    {
    }

    public ReplicaHarness(MemoryReplicaDisk?[] disks) => Replicas = [.. disks.Select(d => d is null ? null! : Load(d))];

    public MemoryReplica[] Replicas { get; }

    /// <summary>The store's time, which stands still unless the test moves it.</summary>
    public FakeTimeProvider Time { get; } = new();

    public ReplicatedMetadataStore Store { get; private set; } = null!;

    public static MemoryReplica Load(MemoryReplicaDisk disk) => new(disk) { IsManual = true };

    /// <summary>Opens with all appends completing.</summary>
    public async Task OpenAsync() => Store = await RunAsync(BeginOpenAsync());

    /// <summary>Opens with appends completing when the test says so.</summary>
    public Task<ReplicatedMetadataStore> BeginOpenAsync()
    {
        Task<ReplicatedMetadataStore> opening = ReplicatedMetadataStore.OpenAsync(Replicas, StoreEnvironment.System with { Scheduler = _scheduler, Time = Time });
        Pump();
        return opening;
    }

    /// <summary>Runs what is queued.</summary>
    public void Pump()
    {
        while (_scheduler.RunOne())
        {
        }
    }

    /// <summary>Completes all appends of some replicas (all if none is named), and runs what follows.</summary>
    public void Complete(params int[] slots)
    {
        Pump();
        foreach (int slot in slots.Length == 0 ? Enumerable.Range(0, Replicas.Length) : slots)
        {
            Replicas[slot]?.Complete(int.MaxValue);
        }

        Pump();
    }

    /// <summary>Runs and completes everything until a task is done.</summary>
    public async Task<T> RunAsync<T>(Task<T> task)
    {
        await RunAsync((Task)task);
        return await task;
    }

    public async Task RunAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            Complete();
            await Task.Yield();
        }

        await task;
    }

    public ValueTask<CommitResult> Put(string key, string value, Action<MetadataTransaction>? also = null)
    {
        var transaction = new MetadataTransaction();
        transaction.Put(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value));
        also?.Invoke(transaction);
        ValueTask<CommitResult> result = Store.CommitAsync(transaction);
        Pump();
        return result;
    }

    public async Task<CommitResult> PutAsync(string key, string value) => await RunAsync(Put(key, value).AsTask());

    public async Task<string?> GetAsync(string key)
    {
        MetadataValue? value = await RunAsync(Store.GetAsync(Encoding.UTF8.GetBytes(key)).AsTask());
        return value is null ? null : Encoding.UTF8.GetString(value.Value.Value.Span);
    }

    /// <summary>Attaches a drive to a slot, anew from its disk.</summary>
    public Task AttachAsync(int slot, MemoryReplicaDisk disk)
    {
        Replicas[slot] = Load(disk);
        return Store.AttachAsync(slot, Replicas[slot]);
    }

    /// <summary>The process dies; gives the disks, each with some of what was on its way.</summary>
    public MemoryReplicaDisk[] Crash(params int[] surviving)
        => [.. Replicas.Select((r, slot) => r?.Crash(slot < surviving.Length ? surviving[slot] : 0)!)];
}
