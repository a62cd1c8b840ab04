namespace ObjectStore.Hosting.Settings;

/// <summary>Parses MINIO_DEFAULT_BUCKETS: names separated by commas, semicolons or blanks, each perhaps with <c>:policy</c>.</summary>
internal static class DefaultBucketList
{
    private static readonly char[] Separators = [',', ';', ' ', '\t', '\r', '\n'];

    public static IReadOnlyList<string> Parse(string text, List<string> errors)
    {
        var names = new List<string>();
        foreach (string item in text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] parts = item.Split(':', 2);
            if (parts.Length == 2 && parts[1] != "none")
            {
                errors.Add($"{MinioSettingNames.DefaultBuckets}: '{item}' asks for the policy '{parts[1]}'; only 'none' is supported, since bucket policies are not.");
            }
            else if (BucketName.Check(parts[0]) is { } invalid)
            {
                errors.Add($"{MinioSettingNames.DefaultBuckets}: {invalid.Message}");
            }
            else if (!names.Contains(parts[0], StringComparer.Ordinal))
            {
                names.Add(parts[0]);
            }
        }

        return names;
    }
}
