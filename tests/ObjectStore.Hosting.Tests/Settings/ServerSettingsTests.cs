using Microsoft.Extensions.Configuration;
using Xunit;

namespace ObjectStore.Hosting.Tests.Settings;

public class ServerSettingsTests
{
    private const string User = "MINIO_ROOT_USER=operator";
    private const string Password = "MINIO_ROOT_PASSWORD=long-enough";

    [Fact]
    public void Load_Nothing_ServesOneDriveOnLoopback()
    {
        ServerSettings settings = Load([]);

        Assert.Equal(["./data"], settings.Drives);
        Assert.Equal("127.0.0.1:9000", settings.Address.ToString());
        Assert.True(settings.UsesDefaultCredentials);
        Assert.Equal("minioadmin", settings.RootCredentials.AccessKey);
        Assert.Empty(settings.Warnings);
    }

    [Fact]
    public void Load_MinioCommandLine_IsUnderstood()
    {
        ServerSettings settings = Load(["server", "./data{1...4}", "--address", "127.0.0.1:9100", "--console-address=:9101"]);

        Assert.Equal(["./data{1...4}"], settings.Drives);
        Assert.Equal("127.0.0.1:9100", settings.Address.ToString());
        Assert.Contains("--console-address", Assert.Single(settings.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AllSettings_AreUnderstood()
    {
        ServerSettings settings = Load(
            [],
            User,
            Password,
            "MINIO_VOLUMES=/d1 /d2",
            "MINIO_ADDRESS=:9000",
            "MINIO_DEFAULT_BUCKETS=mlflow, models;data:none",
            "MINIO_SITE_REGION=eu-central-1",
            "MINIO_DOMAIN=s3.example.com,s3.example.org",
            "MINIO_STORAGE_CLASS_STANDARD=EC:1");

        Assert.Equal(["/d1", "/d2"], settings.Drives);
        Assert.Equal(["mlflow", "models", "data"], settings.DefaultBuckets);
        Assert.Equal("eu-central-1", settings.Region);
        Assert.Equal(["s3.example.com", "s3.example.org"], settings.Domains);
        Assert.Equal(1, settings.Parity);
        Assert.Equal(("operator", "long-enough"), (settings.RootCredentials.AccessKey, settings.RootCredentials.SecretKey));
        Assert.False(settings.UsesDefaultCredentials);
        Assert.Empty(settings.Warnings);
    }

    [Fact]
    public void Load_RealCredentialsWithoutAddress_ServesAllAddresses()
        => Assert.Equal("[::]:9000", Load(["server", "/data"], User, Password).Address.ToString());

    [Fact]
    public void Load_DataDir_IsTheDrive()
        => Assert.Equal(["/bitnami/minio/data"], Load([], "MINIO_DATA_DIR=/bitnami/minio/data").Drives);

    [Fact]
    public void Load_UnknownMinioName_IsWarnedAbout()
        => Assert.Contains("MINIO_BROWSER_REDIRECT_URL", Assert.Single(Load([], "MINIO_BROWSER_REDIRECT_URL=x").Warnings), StringComparison.Ordinal);

    [Fact]
    public void Load_PasswordFile_IsRead()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "from-a-file\n");
            Assert.Equal("from-a-file", Load([], User, $"MINIO_ROOT_PASSWORD_FILE={path}").RootCredentials.SecretKey);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("0.0.0.0:9000")]
    [InlineData(":9000")]
    [InlineData("[::]:9000")]
    [InlineData("10.0.0.1:9000")]
    public void Load_DefaultCredentialsOffLoopback_AreRefusedWithAdvice(string address)
    {
        string message = Assert.Throws<ServerSettingsException>(() => Load(["server", "--address", address])).Message;

        Assert.Contains(address, message, StringComparison.Ordinal);
        Assert.Contains("MINIO_ROOT_PASSWORD", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_DefaultCredentialsSetByName_AreStillTheDefaultOnes()
        => Assert.Throws<ServerSettingsException>(
            () => Load(["server", "--address", ":9000"], "MINIO_ROOT_USER=minioadmin", "MINIO_ROOT_PASSWORD=minioadmin"));

    [Theory]
    [InlineData("MINIO_ROOT_USER=ab MINIO_ROOT_PASSWORD=long-enough", "MINIO_ROOT_USER")]
    [InlineData("MINIO_ROOT_USER=operator MINIO_ROOT_PASSWORD=short", "MINIO_ROOT_PASSWORD")]
    [InlineData("MINIO_ROOT_USER=operator", "MINIO_ROOT_PASSWORD")]
    [InlineData("MINIO_STORAGE_CLASS_STANDARD=2", "MINIO_STORAGE_CLASS_STANDARD is '2'")]
    [InlineData("MINIO_DEFAULT_BUCKETS=pictures:public", "pictures:public")]
    [InlineData("MINIO_REGION=a MINIO_SITE_REGION=b", "MINIO_SITE_REGION")]
    [InlineData("MINIO_ADDRESS=nonsense", "MINIO_ADDRESS 'nonsense'")]
    [InlineData("MINIO_CONSOLE_ADDRESS=nonsense", "MINIO_CONSOLE_ADDRESS 'nonsense'")]
    [InlineData("MINIO_DEFAULT_BUCKETS=mlflow,Models", "MINIO_DEFAULT_BUCKETS: The bucket name 'Models'")]
    [InlineData("MINIO_REGION=eu/west", "MINIO_REGION is 'eu/west'")]
    [InlineData("MINIO_SITE_REGION=1", "MINIO_SITE_REGION is '1'")]
    [InlineData("MINIO_DOMAIN=s3.example.com,http://s3.example.org", "MINIO_DOMAIN names 'http://s3.example.org'")]
    [InlineData("MINIO_DOMAIN=s3.example.com:9000", "MINIO_DOMAIN names 's3.example.com:9000'")]
    [InlineData("MINIO_ACCESS_KEY=operator", "set MINIO_ROOT_USER instead")]
    [InlineData("MINIO_SECRET_KEY=long-enough", "set MINIO_ROOT_PASSWORD instead")]
    [InlineData("MINIO_ROOT_USER=operator MINIO_ROOT_PASSWORD_FILE=/does/not/exist", "/does/not/exist")]
    public void Load_WrongSetting_IsNamed(string settings, string expected)
        => Assert.Contains(expected, Assert.Throws<ServerSettingsException>(() => Load([], settings.Split(' '))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("gateway")]
    [InlineData("server --adress :9000")]
    [InlineData("server --address")]
    [InlineData("server --address 127.0.0.1:1 --address 127.0.0.1:2")]
    public void Load_WrongCommandLine_IsRefused(string commandLine)
        => Assert.True(Assert.Throws<ServerSettingsException>(() => Load(commandLine.Split(' '))).IsUsageWrong);

    [Fact]
    public void Load_WrongValue_IsNoMatterOfUsage()
        => Assert.False(Assert.Throws<ServerSettingsException>(() => Load(["server", "--address", "nonsense"])).IsUsageWrong);

    [Fact]
    public void Load_ShortPassword_IsNotShown()
        => Assert.DoesNotContain("hunter2", Assert.Throws<ServerSettingsException>(() => Load([], User, "MINIO_ROOT_PASSWORD=hunter2")).Message, StringComparison.Ordinal);

    private static ServerSettings Load(string[] args, params string[] settings)
        => ServerSettings.Load(args, new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => s.Split('=', 2)).ToDictionary(s => s[0], s => (string?)s[1]))
            .Build());
}
