namespace ObjectStore.Drives;

/// <summary>Which drive of which store this is, as its format.json says.</summary>
/// <param name="DeploymentId">The store.</param>
/// <param name="DriveId">The drive.</param>
/// <param name="Set">Its erasure set, from 0.</param>
/// <param name="Slot">Its slot in the set, from 0.</param>
internal sealed record DriveIdentity(Guid DeploymentId, Guid DriveId, int Set, int Slot);
