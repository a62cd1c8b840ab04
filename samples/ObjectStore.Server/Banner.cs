using System.Globalization;
using ObjectStore.Hosting;

namespace ObjectStore.Server;

/// <summary>What the server says once it serves: where, on what, and how to connect.</summary>
internal static class Banner
{
    public static void Write(TextWriter output, IEnumerable<string> addresses, ServerSettings settings, StoreStatus status)
    {
        string[] endpoints = [.. addresses.Select(static address => address.Replace("[::]", "127.0.0.1", StringComparison.Ordinal))];
        output.WriteLine();
        output.WriteLine($"S3 endpoint  {string.Join("  ", endpoints)}");
        output.WriteLine($"Drives       {Drives(status)}");
        output.WriteLine($"Geometry     {Geometry(status)}");
        foreach (string warning in settings.Warnings)
        {
            output.WriteLine($"Warning      {warning}");
        }

        output.WriteLine(settings.UsesDefaultCredentials
            ? "Credentials  minioadmin / minioadmin, the default, on loopback only; set MINIO_ROOT_USER and MINIO_ROOT_PASSWORD for more"
            : $"Credentials  {settings.RootCredentials.AccessKey} with the secret that was set");
        output.WriteLine("Try          " + Example(endpoints[0], settings));
        output.WriteLine();
        output.Flush();
    }

    private static string Drives(StoreStatus status)
    {
        int online = status.Drives.Count(static drive => drive.IsOnline);
        string paths = string.Join(" ", status.Drives.Select(static drive => drive.IsOnline ? drive.Path : $"{drive.Path} (offline: {drive.Reason})"));
        return string.Create(CultureInfo.InvariantCulture, $"{online} of {status.Drives.Count} online: {paths}");
    }

    private static string Geometry(StoreStatus status) => string.Create(
        CultureInfo.InvariantCulture,
        $"{status.SetCount} erasure set{(status.SetCount == 1 ? "" : "s")} of {status.DataShards}+{status.ParityShards}: {Redundancy(status)}");

    private static string Redundancy(StoreStatus status) => status.ParityShards == 0
        ? "no redundancy"
        : $"data on any {status.DataShards} drives of a set suffices to read";

    private static string Example(string endpoint, ServerSettings settings)
        => $"AWS_ACCESS_KEY_ID={settings.RootCredentials.AccessKey} AWS_SECRET_ACCESS_KEY={(settings.UsesDefaultCredentials ? "minioadmin" : "<secret>")} AWS_DEFAULT_REGION={settings.Region ?? "us-east-1"} "
            + $"aws --endpoint-url {endpoint} s3 mb s3://my-bucket";
}
