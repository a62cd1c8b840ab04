using ObjectStore.Drives.Format;
using ObjectStore.Runtime;
using Xunit;

namespace ObjectStore.Tests.Runtime;

public class StorePlanTests
{
    private static readonly Guid Deployment = new("11111111-1111-1111-1111-111111111111");

    [Fact]
    public void Create_OnlyEmptyOrAbsent_FormatsANewStoreInOrder()
    {
        StorePlan plan = Plan(Empty("/a"), Absent("/b"), Empty("/c"), Absent("/d"));

        Assert.Equal(["/a", "/b", "/c", "/d"], plan.Drives.Select(static drive => drive.Path));
        Assert.All(plan.Drives, static drive => Assert.True(drive.MustFormat));
        Assert.All(plan.Drives, static drive => Assert.False(drive.Format!.Joined));
        Assert.Equal([0, 1, 2, 3], plan.Drives.Select(static drive => drive.Format!.Slot));
        Assert.Equal(4, plan.Drives.Select(static drive => drive.Format!.DriveId).Distinct().Count());
    }

    [Fact]
    public void Create_TwoSets_SplitsThemInOrder()
    {
        StorePlan plan = Plan([.. Enumerable.Range(0, 18).Select(static n => Empty($"/{n}"))]);

        Assert.Equal((2, 9), (plan.Layout.SetCount, plan.Layout.DrivesPerSet));
        Assert.Equal((1, 0), (plan.Drives[9].Set, plan.Drives[9].Slot));
    }

    [Fact]
    public void Create_FormattedInAnotherOrder_FollowsTheFormats()
    {
        StorePlan plan = Plan(Drive("/a", 3), Drive("/b", 0), Drive("/c", 2), Drive("/d", 1));

        Assert.Equal(["/b", "/d", "/c", "/a"], plan.Drives.Select(static drive => drive.Path));
        Assert.All(plan.Drives, static drive => Assert.False(drive.MustFormat));
    }

    [Fact]
    public void Create_EmptyDirectoryInAnExistingStore_JoinsTheFreeSlot()
    {
        StorePlan plan = Plan(Drive("/a", 0), Empty("/b"), Drive("/c", 2), Drive("/d", 3));

        DriveAssignment replaced = plan.Drives[1];
        Assert.True(replaced.IsReplacement);
        Assert.Equal(Deployment, replaced.Format!.DeploymentId);
    }

    [Fact]
    public void Create_EmptyDirectoryAmongMountPoints_IsOffline()
    {
        StorePlan plan = Plan(Drive("/a", 0) with { IsMountPoint = true }, Empty("/b"), Drive("/c", 2) with { IsMountPoint = true }, Drive("/d", 3) with { IsMountPoint = true });

        Assert.False(plan.Drives[1].IsReplacement);
        Assert.Contains("no mount point", plan.Drives[1].OfflineReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, new bool[] { true, true, true }, false)]
    [InlineData(false, new bool[] { true }, false)]
    [InlineData(true, new bool[] { true, true, true }, true)]
    [InlineData(false, new bool[] { true, false, true }, true)]
    [InlineData(true, new bool[] { false }, true)]
    [InlineData(false, new bool[] { }, true)]
    public void WhyNotToReplace_MountPoints_RefusesTheOddOneOut(bool isMountPoint, bool[] others, bool mayReplace)
        => Assert.Equal(mayReplace, (Empty("/a") with { IsMountPoint = isMountPoint }).WhyNotToReplace(others) is null);

    [Fact]
    public void Create_AbsentDirectoryInAnExistingStore_IsOfflineAndNotCreated()
    {
        StorePlan plan = Plan(Drive("/a", 0), Absent("/b"), Drive("/c", 2), Drive("/d", 3));

        Assert.False(plan.Drives[1].MustFormat);
        Assert.NotNull(plan.Drives[1].OfflineReason);
    }

    [Fact]
    public void Create_FreeSlotElsewhere_IsTakenByTheReplacement()
    {
        StorePlan plan = Plan(Drive("/a", 1), Empty("/b"), Drive("/c", 2), Drive("/d", 3));

        Assert.Equal(["/b", "/a", "/c", "/d"], plan.Drives.Select(static drive => drive.Path));
    }

    [Fact]
    public void Create_FormattingWasInterrupted_IsFinished()
    {
        StorePlan plan = Plan(Drive("/a", 0, pristine: true), Empty("/b"), Absent("/c"), Drive("/d", 3, pristine: true));

        Assert.Equal([false, true, true, false], plan.Drives.Select(static drive => drive.MustFormat));
        Assert.All(plan.Drives, static drive => Assert.False(drive.Format!.Joined));
        Assert.All(plan.Drives, static drive => Assert.Equal(Deployment, drive.Format!.DeploymentId));
    }

    [Fact]
    public void Create_PristineReplacementAlone_DoesNotPassForANewStore()
    {
        StorePlan plan = Plan(Drive("/a", 0, pristine: true, joined: true), Absent("/b"), Absent("/c"), Absent("/d"));

        Assert.Equal([null, "The directory does not exist."], plan.Drives.Select(static drive => drive.OfflineReason).Distinct());
    }

    [Fact]
    public void Create_DamagedFormatOfOneDrive_IsOffline()
    {
        var damaged = new DriveCandidate("/b", new DriveInspection(DriveDirectoryState.Damaged, Problem: "format.json is damaged"));
        StorePlan plan = Plan(Drive("/a", 0), damaged, Drive("/c", 2), Drive("/d", 3));

        Assert.False(plan.Drives[1].MustFormat);
        Assert.Equal("format.json is damaged", plan.Drives[1].OfflineReason);
    }

    [Fact]
    public void Create_ForeignDirectory_IsRefusedAndNamed()
        => AssertRefused("/thesis holds files", new DriveCandidate("/thesis", new DriveInspection(DriveDirectoryState.Foreign, Problem: "/thesis holds files")), Drive("/b", 1));

    [Fact]
    public void Create_DriveOfAnotherStore_IsRefusedAndNamed()
        => AssertRefused("'/b' belongs to another store", Drive("/a", 0), Drive("/b", 1, deployment: Guid.NewGuid()), Drive("/c", 2), Drive("/d", 3));

    [Fact]
    public void Create_CopyOfADrive_IsRefusedAndNamed()
        => AssertRefused("'/a' and '/b' are copies", Drive("/a", 0), Drive("/b", 0), Drive("/c", 2), Drive("/d", 3));

    [Fact]
    public void Create_WrongNumberOfDrives_IsRefused()
        => AssertRefused("has 4 drives, but 2 are given", Drive("/a", 0), Drive("/b", 1));

    [Fact]
    public void Create_UnreadableDirectoryInANewStore_IsRefused()
        => AssertRefused("cannot be read", Empty("/a"), new DriveCandidate("/b", null, "'/b' cannot be read"));

    private static StorePlan Plan(params DriveCandidate[] candidates) => StorePlan.Create(candidates, parity: null, Guid.NewGuid);

    private static void AssertRefused(string expected, params DriveCandidate[] candidates)
        => Assert.Contains(expected, Assert.Throws<StorageException>(() => Plan(candidates)).Message, StringComparison.Ordinal);

    private static DriveCandidate Empty(string path) => new(path, new DriveInspection(DriveDirectoryState.Unformatted));

    private static DriveCandidate Absent(string path) => new(path, null);

    private static DriveCandidate Drive(string path, int slot, bool pristine = false, bool joined = false, Guid? deployment = null)
        => new(
            path,
            new DriveInspection(DriveDirectoryState.Formatted, new DriveFormat
            {
                DeploymentId = deployment ?? Deployment,
                DriveId = Guid.NewGuid(),
                Set = 0,
                Slot = slot,
                SetCount = 1,
                DrivesPerSet = 4,
                Parity = 2,
                Joined = joined,
            }),
            IsPristine: pristine);
}
