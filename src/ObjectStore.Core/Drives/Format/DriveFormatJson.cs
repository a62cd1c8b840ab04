using System.Text.Json.Serialization;

namespace ObjectStore.Drives.Format;

/// <summary>Generated (de)serialisation of format.json, so that no reflection is needed.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DriveFormat))]
[JsonSerializable(typeof(DriveFormatVersion))]
internal sealed partial class DriveFormatJson : JsonSerializerContext;
