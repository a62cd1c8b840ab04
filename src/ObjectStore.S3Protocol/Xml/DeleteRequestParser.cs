using System.Globalization;
using ObjectStore.S3Protocol.Values;

namespace ObjectStore.S3Protocol.Xml;

/// <summary>Parses the <c>Delete</c> document. Source: AWS, "DeleteObjects".</summary>
internal static class DeleteRequestParser
{
    private const int MaxEntries = 1000;

    /// <summary>Parses a document.</summary>
    /// <exception cref="Errors.S3Exception">MalformedXML.</exception>
    public static DeleteRequest Parse(ReadOnlyMemory<byte> document)
    {
        List<DeleteObjectEntry> entries = [];
        bool isQuiet = false;
        S3XmlReader.Read(document, "Delete", (reader, name) =>
        {
            switch (name)
            {
                case "Quiet":
                    isQuiet = ParseBoolean(reader.ReadText());
                    break;
                case "Object":
                    entries.Add(entries.Count < MaxEntries ? ParseEntry(reader) : throw S3XmlReader.Malformed());
                    break;
            }
        });

        return entries.Count > 0 ? new DeleteRequest(entries, isQuiet) : throw S3XmlReader.Malformed();
    }

    private static DeleteObjectEntry ParseEntry(S3XmlReader reader)
    {
        string? key = null;
        string? versionId = null;
        WriteConditions? conditions = null;
        reader.ReadChildren((child, name) =>
        {
            switch (name)
            {
                case "Key":
                    key = child.ReadText();
                    break;
                case "VersionId":
                    versionId = child.ReadText();
                    break;
                case "ETag":
                    conditions = (conditions ?? new()) with { IfMatch = EntityTag.Unquote(child.ReadText()) };
                    break;
                case "LastModifiedTime":
                    conditions = (conditions ?? new()) with { IfLastModified = ParseTime(child.ReadText()) };
                    break;
                case "Size":
                    conditions = (conditions ?? new()) with { IfSize = ParseSize(child.ReadText()) };
                    break;
            }
        });

        if (key is null)
        {
            throw S3XmlReader.Malformed();
        }

        DeleteObjectOptions options = new() { VersionId = string.IsNullOrEmpty(versionId) ? null : versionId, Conditions = conditions };
        return new DeleteObjectEntry(key, options);
    }

    private static bool ParseBoolean(string text) => text.Trim() switch
    {
        "true" or "1" => true,
        "false" or "0" or "" => false,
        _ => throw S3XmlReader.Malformed(),
    };

    private static DateTimeOffset ParseTime(string text)
        => HttpDate.TryParse(text.Trim(), out DateTimeOffset time) || HttpDate.TryParseIso(text.Trim(), out time)
            ? time
            : throw S3XmlReader.Malformed();

    private static long ParseSize(string text)
        => long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : throw S3XmlReader.Malformed();
}
