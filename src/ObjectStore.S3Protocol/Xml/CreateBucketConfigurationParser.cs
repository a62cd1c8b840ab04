namespace ObjectStore.S3Protocol.Xml;

/// <summary>Parses the <c>CreateBucketConfiguration</c> document. Source: AWS, "CreateBucket".</summary>
internal static class CreateBucketConfigurationParser
{
    /// <summary>Parses a document.</summary>
    /// <exception cref="Errors.S3Exception">MalformedXML.</exception>
    public static CreateBucketConfiguration Parse(ReadOnlyMemory<byte> document)
    {
        CreateBucketConfiguration configuration = new();
        S3XmlReader.Read(document, "CreateBucketConfiguration", (reader, name) =>
        {
            switch (name)
            {
                case "LocationConstraint":
                    configuration = configuration with { LocationConstraint = reader.ReadText().Trim() };
                    break;
                case "Location" or "Bucket" or "Tags":
                    configuration = configuration with { UnsupportedElement = name };
                    break;
            }
        });

        return configuration;
    }
}
