using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Operations.Parameters;
using ObjectStore.S3Protocol.Signing;

namespace ObjectStore.S3Protocol.Operations.Buckets;

/// <summary>The parameters of <see cref="ListObjectsV2"/>. Immutable.</summary>
/// <param name="Common">Those of every listing.</param>
/// <param name="StartAfter">Where to start; a token counts more.</param>
/// <param name="Token">The continuation token; null if there is none.</param>
/// <param name="FetchesOwner">Whether owners are shown.</param>
internal readonly record struct ListObjectsV2Query(ListingQuery Common, ObjectKey StartAfter, string? Token, bool FetchesOwner)
{
    /// <summary>Reads the parameters.</summary>
    /// <exception cref="S3Exception">InvalidArgument.</exception>
    public static ListObjectsV2Query Read(RequestTarget target) => new(
        ListingQuery.Read(target),
        QueryValues.ReadKey(target, "start-after"),
        target.GetQuery("continuation-token") switch
        {
            "" => throw S3Exception.InvalidArgument("continuation-token", "", "The continuation token provided is incorrect"),
            string token => token,
            null => null,
        },
        "true".Equals(target.GetQuery("fetch-owner"), StringComparison.OrdinalIgnoreCase));
}
