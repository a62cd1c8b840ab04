using ObjectStore.Metadata;

namespace ObjectStore.Engine.Listing;

/// <summary>A version of a listing with its stamp, which the marker of the next page needs.</summary>
internal sealed record ListedVersion(ObjectInfo Info, CommitStamp Stamp);
