using ObjectStore.Blobs;
using ObjectStore.Drives;
using Xunit;

namespace ObjectStore.Core.Tests.Drives.Simulated;

/// <summary>Random operations on a simulated drive, with the model that knows what they must lead to.</summary>
internal sealed class DriveExercise(Random chance) : IAsyncDisposable
{
    private const int Blobs = 12;

    private readonly List<(ulong Record, Task<bool> Done)> _appends = [];
    private int _variant;

    public SimulatedDriveFixture Fixture { get; } = new();

    public DriveModel Model { get; } = new();

    private LocalDrive Drive => Fixture.Drive;

    public async Task StepAsync()
    {
        ulong blob = (ulong)chance.Next(Blobs);
        switch (chance.Next(9))
        {
            case 0 or 1:
                await StageAsync(blob & ~1UL);
                break;
            case 2:
                await FlushAsync();
                break;
            case 3:
                await WriteFileAsync(blob | 1);
                break;
            case 4:
                await DeleteAsync(blob);
                break;
            case 5 or 6:
                await AppendAsync();
                break;
            case 7:
                await ApplyAsync();
                break;
            default:
                await Drive.CollectAsync();
                break;
        }
    }

    /// <summary>Ends the drive's life in some way, opens it again, and checks everything.</summary>
    public async Task RestartAsync(bool isClean)
    {
        if (isClean)
        {
            await Fixture.CloseAsync();
            await SettleAsync();
            Model.Closed();
        }
        else
        {
            await Fixture.PowerOffAsync(chance.Next(Fixture.UnflushedBatches + 1), chance);
            await SettleAsync();
            Model.Crashed();
        }

        await Fixture.OpenAsync();
        Assert.False(Drive.HasLogDamage);
        await Model.VerifyAsync(Drive);
        Model.Appended = await Model.VerifyMetadataAsync(Drive);
        Model.Acknowledged = Model.Appended;
    }

    /// <summary>Waits for all that is under way.</summary>
    public async Task SettleAsync()
    {
        foreach ((ulong record, Task<bool> done) in _appends)
        {
            if (await done)
            {
                Model.Acknowledged = Math.Max(Model.Acknowledged, record);
            }
        }

        _appends.Clear();
    }

    public ValueTask DisposeAsync() => Fixture.DisposeAsync();

    private async Task StageAsync(ulong blob)
    {
        int variant = ++_variant;
        if (await Drive.StageShardAsync(DriveData.Descriptor(blob), DriveModel.Content(blob, variant, DriveModel.LengthOf(blob))) == DriveStatus.Ok)
        {
            Model.Staged(blob, variant);
        }
    }

    private async Task FlushAsync()
    {
        if (await Drive.FlushAsync() == DriveStatus.Ok)
        {
            Model.Flushed();
        }
    }

    private async Task WriteFileAsync(ulong blob)
    {
        int variant = ++_variant;
        ShardDescriptor descriptor = DriveData.Descriptor(blob);
        (DriveStatus status, IShardWriter? writer) = await Drive.CreateShardAsync(descriptor);
        if (status != DriveStatus.Ok)
        {
            return;
        }

        await using (writer)
        {
            Model.Uncertain(blob, variant);
            if (await writer!.AppendAsync(DriveModel.Content(blob, variant, DriveModel.LengthOf(blob))) == DriveStatus.Ok
                && chance.Next(4) > 0
                && await writer.CompleteAsync() == DriveStatus.Ok)
            {
                Model.Durable(blob, variant);
            }
        }
    }

    private async Task DeleteAsync(ulong blob)
    {
        Model.UncertainlyDeleted(blob);
        if (await Drive.DeleteShardsAsync([new ShardRef(DriveData.Descriptor(blob).Key, DriveModel.LengthOf(blob))]) == DriveStatus.Ok)
        {
            Model.Deleted(blob);
        }
    }

    private async Task AppendAsync()
    {
        ulong record = Model.Appended + 1;
        if (await Drive.StageShardAsync(DriveModel.RideOf(record), DriveData.Bytes(record, 350)) != DriveStatus.Ok)
        {
            return;
        }

        Model.Appended = record;
        Task<bool> append = Drive.Replica.AppendAsync(DriveData.Record(1, record, Drive.Replica.Applied.Sequence, $"k{record}", $"v{record}")).AsTask();
        _appends.Add((record, append));
        if (chance.Next(2) == 0)
        {
            await SettleAsync();
        }
    }

    private async Task ApplyAsync()
    {
        await SettleAsync();
        if (Model.Acknowledged > Drive.Replica.Applied.Sequence)
        {
            Drive.Replica.Apply(Model.Acknowledged - (ulong)chance.Next(2));
        }
    }
}
