using System.Collections.Frozen;

namespace ObjectStore.S3Protocol.Signing;

/// <summary>The names of headers that clients usually sign, so that finding one of them makes no string. Safe to use by any number of threads.</summary>
internal static class HeaderNames
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        [
            "host", "range", "content-type", "content-md5", "content-length", "content-encoding", "content-disposition", "cache-control", "expect",
            "date", "user-agent", "accept", "accept-encoding", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since",
            "amz-sdk-invocation-id", "amz-sdk-request", "x-amz-date", "x-amz-content-sha256", "x-amz-acl", "x-amz-checksum-mode", "x-amz-checksum-crc32",
            "x-amz-checksum-crc32c", "x-amz-checksum-crc64nvme", "x-amz-checksum-sha1", "x-amz-checksum-sha256", "x-amz-checksum-algorithm",
            "x-amz-sdk-checksum-algorithm", "x-amz-decoded-content-length", "x-amz-trailer", "x-amz-storage-class", "x-amz-copy-source",
            "x-amz-copy-source-range", "x-amz-metadata-directive", "x-amz-user-agent",
        ]).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The name as a string.</summary>
    public static string Get(ReadOnlySpan<char> name) => Known.TryGetValue(name, out string? known) ? known : name.ToString();
}
