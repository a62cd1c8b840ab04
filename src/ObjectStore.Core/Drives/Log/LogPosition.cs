namespace ObjectStore.Drives.Log;

/// <summary>A place in the log of a drive.</summary>
/// <param name="Segment">The segment's number; the first is 1.</param>
/// <param name="Offset">The offset in the segment in bytes.</param>
internal readonly record struct LogPosition(ulong Segment, long Offset) : IComparable<LogPosition>
{
    public int CompareTo(LogPosition other) => Segment != other.Segment ? Segment.CompareTo(other.Segment) : Offset.CompareTo(other.Offset);

    public static bool operator <(LogPosition left, LogPosition right) => left.CompareTo(right) < 0;

    public static bool operator <=(LogPosition left, LogPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(LogPosition left, LogPosition right) => left.CompareTo(right) >= 0;

    public static bool operator >(LogPosition left, LogPosition right) => left.CompareTo(right) > 0;
}
