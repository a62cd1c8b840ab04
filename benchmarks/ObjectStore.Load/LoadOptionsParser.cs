using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ObjectStore.Load;

/// <summary>Reads the command line. Every option is checked, and an unknown one is an error.</summary>
internal static class LoadOptionsParser
{
    public const string Usage = """
        Puts load on an S3 endpoint over plain HTTP and reports what it took.

        usage: ObjectStore.Load --endpoint URL --access-key KEY --secret-key KEY --bucket NAME --op OPERATION [options]

          --endpoint URL       http://HOST:PORT, path style
          --access-key KEY     or the environment variable AWS_ACCESS_KEY_ID
          --secret-key KEY     or the environment variable AWS_SECRET_ACCESS_KEY
          --bucket NAME        created if missing; only objects under the prefix "load-" are touched
          --op OPERATION       put | get | head | list | list-prefixes | delete | mixed | suite

          --size SIZE          bytes per object: 4096, 4KiB, 1MiB ... (default 4KiB)
          --concurrency N      connections (default 16)
          --duration TIME      length of a step: 500ms, 10s, 2m (default 10s)
          --count N            end a step after N operations instead
          --keys N             distinct objects; put overwrites, get and head go round (default 1000)
          --payload MODE       unsigned | signed: whether the server has to check a SHA-256 (default unsigned)
          --region NAME        (default us-east-1)
          --pid PID            the server's process on this machine: adds its CPU time per operation and its peak memory
          --json FILE          writes the results as JSON as well
          --files DIRECTORY    with put: then writes the same objects there as files, each synced and renamed, to compare
          --keep               leaves the objects behind

        get, head, list and delete first put the objects they need, outside the measurement; delete ends when they are gone.
        suite: PUT and GET of 4KiB, 128KiB and 1MiB on 16 connections and of 64MiB on 3, then HEAD, LIST of 1,000 keys, LIST of 1,000
        common prefixes, and DELETE, on 16. It sets size, keys and concurrency itself.
        """;

    private static readonly Dictionary<string, LoadOperation> Operations = new()
    {
        ["put"] = LoadOperation.Put,
        ["get"] = LoadOperation.Get,
        ["head"] = LoadOperation.Head,
        ["list"] = LoadOperation.List,
        ["list-prefixes"] = LoadOperation.ListPrefixes,
        ["delete"] = LoadOperation.Delete,
        ["mixed"] = LoadOperation.Mixed,
        ["suite"] = LoadOperation.Suite,
    };

    private static readonly HashSet<string> Names =
    [
        "endpoint", "access-key", "secret-key", "bucket", "op", "size", "concurrency", "duration", "count", "keys", "payload", "region", "pid", "json", "files",
    ];

    public static bool TryParse(string[] args, [NotNullWhen(true)] out LoadOptions? options, [NotNullWhen(false)] out string? error)
    {
        try
        {
            options = Read(Split(args));
            error = null;
            return true;
        }
        catch (FormatException exception)
        {
            options = null;
            error = exception.Message;
            return false;
        }
    }

    private static Dictionary<string, string> Split(string[] args)
    {
        var values = new Dictionary<string, string>();
        for (int i = 0; i < args.Length; i++)
        {
            string name = args[i].StartsWith("--", StringComparison.Ordinal) ? args[i][2..] : throw new FormatException($"unexpected '{args[i]}'");
            bool isFlag = name == "keep";
            if (!isFlag && !Names.Contains(name))
            {
                throw new FormatException($"unknown option --{name}");
            }

            if (!isFlag && i + 1 == args.Length)
            {
                throw new FormatException($"--{name} needs a value");
            }

            if (!values.TryAdd(name, isFlag ? "" : args[++i]))
            {
                throw new FormatException($"--{name} is given twice");
            }
        }

        return values;
    }

    private static LoadOptions Read(Dictionary<string, string> values)
    {
        var defaults = new LoadOptions { Endpoint = new Uri("http://unset"), AccessKey = "", SecretKey = "", Bucket = "", Operation = default };
        return defaults with
        {
            Endpoint = ReadEndpoint(Required(values, "endpoint")),
            AccessKey = Required(values, "access-key", "AWS_ACCESS_KEY_ID"),
            SecretKey = Required(values, "secret-key", "AWS_SECRET_ACCESS_KEY"),
            Bucket = Required(values, "bucket"),
            Operation = Operations.TryGetValue(Required(values, "op"), out LoadOperation operation)
                ? operation
                : throw new FormatException($"--op must be one of {string.Join(", ", Operations.Keys)}"),
            Region = values.GetValueOrDefault("region", defaults.Region),
            Size = values.TryGetValue("size", out string? size) ? ReadSize(size) : defaults.Size,
            Concurrency = ReadNumber(values, "concurrency", 4096) ?? defaults.Concurrency,
            Duration = values.TryGetValue("duration", out string? duration) ? ReadDuration(duration) : defaults.Duration,
            Count = ReadNumber(values, "count", int.MaxValue),
            Keys = ReadNumber(values, "keys", 10_000_000) ?? defaults.Keys,
            ServerProcessId = ReadNumber(values, "pid", int.MaxValue),
            SignPayload = values.GetValueOrDefault("payload", "unsigned") switch
            {
                "unsigned" => false,
                "signed" => true,
                _ => throw new FormatException("--payload must be unsigned or signed"),
            },
            FilesDirectory = ReadFilesDirectory(values),
            Keep = values.ContainsKey("keep"),
            JsonPath = values.GetValueOrDefault("json"),
        };
    }

    private static string? ReadFilesDirectory(Dictionary<string, string> values)
        => !values.TryGetValue("files", out string? directory) ? null
            : values["op"] != "put" ? throw new FormatException("--files goes with --op put only")
            : Directory.Exists(directory) ? directory
            : throw new FormatException($"--files: there is no directory '{directory}'");

    private static string Required(Dictionary<string, string> values, string name, string? variable = null)
    {
        string? value = values.GetValueOrDefault(name) ?? (variable is null ? null : Environment.GetEnvironmentVariable(variable));
        return string.IsNullOrEmpty(value) ? throw new FormatException($"--{name} is missing") : value;
    }

    private static Uri ReadEndpoint(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttp && uri.PathAndQuery == "/"
            ? uri
            : throw new FormatException("--endpoint must look like http://127.0.0.1:9000");

    private static int ReadSize(string text)
        => ByteSize.TryParse(text, out int bytes) ? bytes : throw new FormatException("--size must look like 4096, 4KiB or 1MiB, below 2GiB");

    private static int? ReadNumber(Dictionary<string, string> values, string name, int max)
    {
        if (!values.TryGetValue(name, out string? text))
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= max
            ? number
            : throw new FormatException($"--{name} must be a number from 1 to {max}");
    }

    private static TimeSpan ReadDuration(string text)
    {
        (string unit, double seconds) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => ("ms", 0.001),
            _ when text.EndsWith('m') => ("m", 60),
            _ when text.EndsWith('s') => ("s", 1.0),
            _ => throw new FormatException("--duration must look like 500ms, 10s or 2m"),
        };
        return double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && number is > 0 and < 1e6
            ? TimeSpan.FromSeconds(number * seconds)
            : throw new FormatException("--duration must look like 500ms, 10s or 2m");
    }
}
