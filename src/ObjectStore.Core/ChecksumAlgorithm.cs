namespace ObjectStore;

/// <summary>The checksums that S3 keeps with an object. Source: AWS, "Checking object integrity in Amazon S3".</summary>
public enum ChecksumAlgorithm
{
    /// <summary>CRC-32 (ISO-HDLC), 4 bytes.</summary>
    Crc32 = 1,

    /// <summary>CRC-32C (Castagnoli), 4 bytes.</summary>
    Crc32C = 2,

    /// <summary>CRC-64/NVME, 8 bytes.</summary>
    Crc64Nvme = 3,

    /// <summary>SHA-1, 20 bytes.</summary>
    Sha1 = 4,

    /// <summary>SHA-256, 32 bytes.</summary>
    Sha256 = 5,
}
