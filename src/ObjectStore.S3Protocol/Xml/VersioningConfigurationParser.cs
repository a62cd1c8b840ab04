namespace ObjectStore.S3Protocol.Xml;

/// <summary>Parses the <c>VersioningConfiguration</c> document. Source: AWS, "PutBucketVersioning".</summary>
internal static class VersioningConfigurationParser
{
    /// <summary>Parses a document.</summary>
    /// <returns>The state to set, and whether deletes are to need a second factor.</returns>
    /// <exception cref="Errors.S3Exception">MalformedXML.</exception>
    public static (BucketVersioning Versioning, bool IsMfaDeleteEnabled) Parse(ReadOnlyMemory<byte> document)
    {
        BucketVersioning? versioning = null;
        bool isMfaDeleteEnabled = false;
        S3XmlReader.Read(document, "VersioningConfiguration", (reader, name) =>
        {
            switch (name)
            {
                case "Status":
                    versioning = ParseStatus(reader.ReadText());
                    break;
                case "MfaDelete" or "MFADelete":
                    isMfaDeleteEnabled = ParseMfaDelete(reader.ReadText());
                    break;
            }
        });

        return (versioning ?? throw S3XmlReader.Malformed(), isMfaDeleteEnabled);
    }

    private static BucketVersioning ParseStatus(string text) => text.Trim() switch
    {
        "Enabled" => BucketVersioning.Enabled,
        "Suspended" => BucketVersioning.Suspended,
        _ => throw S3XmlReader.Malformed(),
    };

    private static bool ParseMfaDelete(string text) => text.Trim() switch
    {
        "Enabled" => true,
        "Disabled" => false,
        _ => throw S3XmlReader.Malformed(),
    };
}
