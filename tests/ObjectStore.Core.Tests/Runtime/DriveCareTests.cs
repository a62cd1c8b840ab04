using Microsoft.Extensions.Time.Testing;
using ObjectStore.Core.Tests.ErasureSets;
using ObjectStore.Core.Tests.Healing;
using ObjectStore.Drives.Format;
using ObjectStore.Erasure;
using ObjectStore.ErasureSets;
using ObjectStore.Metadata.Records;
using ObjectStore.Runtime;
using ObjectStore.Scheduling;
using Xunit;

namespace ObjectStore.Core.Tests.Runtime;

public class DriveCareTests
{
    private static readonly ErasureGeometry TwoPlusTwo = new(2, 2);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task OnOpened_AllDrivesThere_HealsWhatTheLastWritesLack()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        HealingFixture.StoredBlob blob = await fixture.PutAsync(900_000);
        fixture.Lose(blob, 1);
        DrivePlace[] places = PlacesOf(fixture);
        await using DriveCare care = CareOf(fixture, places);

        care.OnOpened();
        await FinishAsync(care);

        fixture.AssertWhole(blob);
        Assert.Equal(fixture.Sweeper.EndOfPast, await fixture.Sweeper.GetStartAsync());
    }

    [Fact]
    public async Task OnOpened_DriveFailsWhileItIsChecked_IsLookedThroughWhenItIsBack()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        HealingFixture.StoredBlob blob = await fixture.PutAsync(900_000);
        fixture.Lose(blob, 1);
        DrivePlace[] places = PlacesOf(fixture);
        DriveSlot slot = fixture.Blobs.Set.SlotOf(blob.Ref.Id, 1);
        fixture.Catalog.Asked = _ => ((FaultyDrive)slot.Drive!).Fail();
        await using DriveCare care = CareOf(fixture, places);

        care.OnOpened();
        await FinishAsync(care);

        Assert.False(await new WholeDrives(fixture.Metadata).ContainsAsync(places[slot.Index], default));
    }

    [Fact]
    public async Task OnReturned_UntilTheEnd_TheDriveDoesNotCountAsWhole()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        HealingFixture.StoredBlob blob = await fixture.PutAsync(900_000);
        fixture.Lose(blob, 1);
        DrivePlace place = PlacesOf(fixture)[fixture.Blobs.Set.SlotOf(blob.Ref.Id, 1).Index];
        var whole = new WholeDrives(fixture.Metadata);
        bool? wasWhole = null;
        fixture.Catalog.Asked = _ => wasWhole = whole.ContainsAsync(place, default).AsTask().GetAwaiter().GetResult();
        await using DriveCare care = CareOf(fixture, [place]);

        care.OnReturned(place);
        await FinishAsync(care);

        Assert.False(wasWhole);
        Assert.True(await whole.ContainsAsync(place, default));
        fixture.AssertWhole(blob);
    }

    [Fact(Timeout = 30_000)]
    public async Task OnOpened_MetadataRecordIsUnreadableOnce_TriesAgain()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        HealingFixture.StoredBlob blob = await fixture.PutAsync(900_000);
        fixture.Lose(blob, 1);
        fixture.Catalog.Asked = _ =>
        {
            fixture.Catalog.Asked = null;
            throw new RecordFormatException("damaged by the test");
        };
        await using DriveCare care = CareOf(fixture, PlacesOf(fixture));

        care.OnOpened();
        await FinishAsync(care, TestContext.Current.CancellationToken);

        fixture.AssertWhole(blob);
    }

    private static DrivePlace[] PlacesOf(HealingFixture fixture)
        => [.. fixture.Blobs.Set.Slots.Select(slot => new DrivePlace($"/drive{slot.Index}", slot)
        {
            Format = new DriveFormat
            {
                DeploymentId = Guid.Empty, DriveId = slot.Drive!.Identity.DriveId, Set = 0, Slot = slot.Index, SetCount = 1, DrivesPerSet = 4, Parity = 2,
            },
        })];

    private DriveCare CareOf(HealingFixture fixture, IReadOnlyList<DrivePlace> places)
        => new(places, fixture.Rebuilder, fixture.Sweeper, fixture.Worker, fixture.Metadata, StoreEnvironment.System with { Time = _time });

    private async Task FinishAsync(DriveCare care, CancellationToken cancellationToken = default)
    {
        while (care.IsBusy)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}
