using System.Buffers;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using ObjectStore.S3Protocol;
using Names = ObjectStore.Hosting.Settings.MinioSettingNames;

namespace ObjectStore.Hosting.Settings;

/// <summary>Collects settings, warnings and errors from a command line and a configuration. For one use.</summary>
internal sealed class ServerSettingsReader(IConfiguration configuration)
{
    private const string DefaultRootUser = "minioadmin";
    private const int DefaultPort = 9000;
    private const int MinUserLength = 3;
    private const int MinPasswordLength = 8;

    private static readonly SearchValues<char> RegionCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    private readonly List<string> _errors = [];
    private readonly List<string> _warnings = [];

    public ServerSettings Read(IReadOnlyList<string> args)
    {
        ServerCommandLine commandLine = ServerCommandLine.Parse(args, _errors);
        bool isUsageWrong = _errors.Count > 0;
        WarnOfUnknownNames();
        RefuseFormerNames();
        (S3Credentials credentials, bool isDefault) = ReadCredentials();
        IPEndPoint address = ReadAddress(commandLine, isDefault);
        CheckConsoleAddress(commandLine);
        var settings = new ServerSettings
        {
            Drives = ReadDrives(commandLine),
            Address = address,
            RootCredentials = credentials,
            UsesDefaultCredentials = isDefault,
            DefaultBuckets = DefaultBucketList.Parse(Value(Names.DefaultBuckets) ?? "", _errors),
            Region = ReadRegion(),
            Domains = ReadDomains(),
            Parity = ReadParity(),
            Warnings = _warnings,
        };
        return _errors.Count == 0 ? settings : throw new ServerSettingsException(_errors, isUsageWrong);
    }

    private string? Value(string name) => configuration[name] is { Length: > 0 } value ? value : null;

    private static string[] Words(string? text, params char[] separators)
        => text?.Split(separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private void WarnOfUnknownNames()
    {
        foreach (IConfigurationSection section in configuration.GetChildren())
        {
            if (section.Key.StartsWith(Names.Prefix, StringComparison.OrdinalIgnoreCase) && !Names.All.Contains(section.Key))
            {
                _warnings.Add($"The setting {section.Key} is not known here and has no effect.");
            }
        }
    }

    // Servers of former years took their credentials from these: to go on without would serve others than meant.
    private void RefuseFormerNames()
    {
        RefuseFormerName(Names.AccessKey, Names.RootUser);
        RefuseFormerName(Names.SecretKey, Names.RootPassword);
    }

    private void RefuseFormerName(string former, string present)
    {
        if (Value(former) is not null)
        {
            _errors.Add($"{former} is not taken any more: set {present} instead.");
        }
    }

    private string[] ReadDrives(ServerCommandLine commandLine)
    {
        if (commandLine.Drives.Count > 0)
        {
            return [.. commandLine.Drives];
        }

        string[] volumes = Words(Value(Names.Volumes), ' ', '\t', '\n');
        return volumes.Length > 0 ? volumes : [Value(Names.DataDir) ?? "./data"];
    }

    private (S3Credentials Credentials, bool IsDefault) ReadCredentials()
    {
        string? user = ReadSecret(Names.RootUser, Names.RootUserFile);
        string? password = ReadSecret(Names.RootPassword, Names.RootPasswordFile);
        if ((user is null) != (password is null))
        {
            string missing = user is null ? Names.RootUser : Names.RootPassword;
            _errors.Add($"{missing} is not set: {Names.RootUser} and {Names.RootPassword} must be set together.");
        }

        if (user?.Length < MinUserLength)
        {
            _errors.Add($"{Names.RootUser} has {user.Length} characters; it needs at least {MinUserLength}.");
        }

        if (password?.Length < MinPasswordLength)
        {
            _errors.Add($"{Names.RootPassword} has {password.Length} characters; it needs at least {MinPasswordLength}.");
        }

        user ??= DefaultRootUser;
        password ??= DefaultRootUser;
        return (new S3Credentials(user, password), user == DefaultRootUser && password == DefaultRootUser);
    }

    private string? ReadSecret(string name, string fileName)
    {
        if (Value(fileName) is not string path)
        {
            return Value(name);
        }

        if (Value(name) is not null)
        {
            _errors.Add($"{name} and {fileName} are both set; set one of them.");
        }

        try
        {
#pragma warning disable RS0030 // A settings file, read once: no drive and no crash test is concerned.
            return File.ReadAllText(path).TrimEnd('\r', '\n');
#pragma warning restore RS0030
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _errors.Add($"{fileName}: '{path}' cannot be read: {e.Message}");
            return null;
        }
    }

    private IPEndPoint ReadAddress(ServerCommandLine commandLine, bool usesDefaultCredentials)
    {
        (string name, string? text) = Choose(ServerCommandLine.AddressOption, commandLine.Address, Names.Address);
        if (text is null)
        {
            return new IPEndPoint(usesDefaultCredentials ? IPAddress.Loopback : IPAddress.IPv6Any, DefaultPort);
        }

        if (!ListenAddress.TryParse(text, out IPEndPoint address))
        {
            _errors.Add($"{name} '{text}' is not HOST:PORT with an IP address, 'localhost' or nothing as HOST.");
        }
        else if (usesDefaultCredentials && !IPAddress.IsLoopback(address.Address))
        {
            _errors.Add($"{name} '{text}' is open to other machines, where the default credentials must not be used: "
                + $"set {Names.RootUser} (at least {MinUserLength} characters) and {Names.RootPassword} (at least {MinPasswordLength}), or listen on 127.0.0.1.");
        }

        return address;
    }

    private void CheckConsoleAddress(ServerCommandLine commandLine)
    {
        (string name, string? text) = Choose(ServerCommandLine.ConsoleAddressOption, commandLine.ConsoleAddress, Names.ConsoleAddress);
        if (text is null)
        {
            return;
        }

        if (ListenAddress.TryParse(text, out _))
        {
            _warnings.Add($"{name} '{text}' is reserved for the web console; nothing listens there yet.");
        }
        else
        {
            _errors.Add($"{name} '{text}' is not HOST:PORT with an IP address, 'localhost' or nothing as HOST.");
        }
    }

    /// <summary>The value in effect, and the name under which it was given.</summary>
    private (string Name, string? Value) Choose(string option, string? optionValue, string setting)
        => optionValue is null ? (setting, Value(setting)) : (option, optionValue);

    private string? ReadRegion()
    {
        string? region = Value(Names.Region);
        string? siteRegion = Value(Names.SiteRegion);
        if (region is not null && siteRegion is not null && region != siteRegion)
        {
            _errors.Add($"{Names.Region} is '{region}' but {Names.SiteRegion} is '{siteRegion}'; set one of them.");
        }

        CheckRegion(Names.Region, region);
        CheckRegion(Names.SiteRegion, siteRegion);
        return region ?? siteRegion;
    }

    private void CheckRegion(string name, string? region)
    {
        if (region is not null && (!char.IsAsciiLetter(region[0]) || region.AsSpan().ContainsAnyExcept(RegionCharacters)))
        {
            _errors.Add($"{name} is '{region}'; a region begins with a letter and holds letters, digits, hyphens and underscores only.");
        }
    }

    private string[] ReadDomains()
    {
        string[] domains = Words(Value(Names.Domain), ',');
        foreach (string domain in domains.Where(static domain => Uri.CheckHostName(domain) != UriHostNameType.Dns))
        {
            _errors.Add($"{Names.Domain} names '{domain}', which is no domain: give host names without scheme and port, separated by commas.");
        }

        return domains;
    }

    private int? ReadParity()
    {
        if (Value(Names.StorageClassStandard) is not string text)
        {
            return null;
        }

        if (text.StartsWith("EC:", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out int parity))
        {
            return parity;
        }

        _errors.Add($"{Names.StorageClassStandard} is '{text}'; it must be EC:n with the number of parity drives n.");
        return null;
    }
}
