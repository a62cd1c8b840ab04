namespace ObjectStore.Metadata;

/// <summary>The key of a <see cref="MetadataChangeKind.PutStamped"/>: a prefix, and the transaction's stamp.</summary>
internal static class StampedKey
{
    public static byte[] Build(MetadataChange change, CommitStamp stamp)
    {
        byte[] key = new byte[change.Key.Length + CommitStamp.Size];
        change.Key.Span.CopyTo(key);
        Span<byte> suffix = key.AsSpan(change.Key.Length);
        if (change.Descending)
        {
            MetadataKeys.WriteDescending(stamp, suffix);
        }
        else
        {
            stamp.Write(suffix);
        }

        return key;
    }
}
