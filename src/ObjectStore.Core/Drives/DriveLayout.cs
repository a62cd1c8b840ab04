using System.Globalization;
using ObjectStore.Blobs;

namespace ObjectStore.Drives;

/// <summary>The names of a drive's files and directories, relative to its root. Bytes within them: docs/disk-format.md.</summary>
internal static class DriveLayout
{
    public const string FormatFile = "format.json";
    public const string FormatDraftFile = "format.json.new";
    public const string LockFile = "LOCK";
    public const string LogDirectory = "log";
    public const string IndexDirectory = "index";
    public const string DataDirectory = "data";
    public const string StagingDirectory = "staging";

    /// <summary>The directories under <see cref="DataDirectory"/>, so that none of them grows large.</summary>
    public const int FanOut = 256;

    private const string SegmentSuffix = ".seg";

    private static readonly string[] FanOutNames = [.. Enumerable.Range(0, FanOut).Select(n => $"{DataDirectory}/{n:x2}")];

    public static string FanOutDirectory(int n) => FanOutNames[n];

    /// <summary>The directory of a blob's shard files: by its last random byte.</summary>
    public static string DirectoryOf(BlobId blob) => FanOutNames[(int)(blob.Low & 0xFF)];

    public static string ShardFile(ShardKey key) => $"{DirectoryOf(key.Blob)}/{key.Blob}.{key.Shard}";

    /// <summary>A shard file being written; the attempt tells apart two writers of one shard.</summary>
    public static string StagingFile(ShardKey key, long attempt) => $"{StagingDirectory}/{key.Blob}.{key.Shard}.{attempt:x}";

    public static bool TryParseShardFile(ReadOnlySpan<char> name, out ShardKey key)
    {
        key = default;
        int digits = BlobId.Size * 2;
        if (name.Length < digits + 2
            || name[digits] != '.'
            || !BlobId.TryParse(name[..digits], out BlobId blob)
            || !byte.TryParse(name[(digits + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out byte shard))
        {
            return false;
        }

        key = new ShardKey(blob, shard);
        return true;
    }

    public static string Segment(ulong number) => $"{LogDirectory}/{number:x16}{SegmentSuffix}";

    public static bool TryParseSegment(ReadOnlySpan<char> name, out ulong number)
    {
        number = 0;
        return name.Length == 16 + SegmentSuffix.Length
            && name.EndsWith(SegmentSuffix, StringComparison.Ordinal)
            && ulong.TryParse(name[..16], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }
}
