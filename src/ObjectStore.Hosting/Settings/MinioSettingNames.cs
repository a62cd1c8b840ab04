namespace ObjectStore.Hosting.Settings;

/// <summary>The MINIO_* settings that mean something here.</summary>
internal static class MinioSettingNames
{
    public const string Prefix = "MINIO_";
    public const string RootUser = "MINIO_ROOT_USER";
    public const string RootUserFile = "MINIO_ROOT_USER_FILE";
    public const string RootPassword = "MINIO_ROOT_PASSWORD";
    public const string RootPasswordFile = "MINIO_ROOT_PASSWORD_FILE";
    public const string DefaultBuckets = "MINIO_DEFAULT_BUCKETS";
    public const string DataDir = "MINIO_DATA_DIR";
    public const string Volumes = "MINIO_VOLUMES";
    public const string Address = "MINIO_ADDRESS";
    public const string ConsoleAddress = "MINIO_CONSOLE_ADDRESS";
    public const string Region = "MINIO_REGION";
    public const string SiteRegion = "MINIO_SITE_REGION";
    public const string AccessKey = "MINIO_ACCESS_KEY";
    public const string SecretKey = "MINIO_SECRET_KEY";
    public const string Domain = "MINIO_DOMAIN";
    public const string StorageClassStandard = "MINIO_STORAGE_CLASS_STANDARD";

    public static IReadOnlySet<string> All { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        RootUser, RootUserFile, RootPassword, RootPasswordFile, DefaultBuckets, DataDir, Volumes, Address, ConsoleAddress,
        Region, SiteRegion, Domain, StorageClassStandard, AccessKey, SecretKey,
    };
}
