namespace ObjectStore.Hosting.Settings;

/// <summary>The command line of a server, as words.</summary>
internal sealed record ServerCommandLine(IReadOnlyList<string> Drives, string? Address, string? ConsoleAddress)
{
    public const string AddressOption = "--address";
    public const string ConsoleAddressOption = "--console-address";

    public static ServerCommandLine Parse(IReadOnlyList<string> args, List<string> errors)
    {
        var drives = new List<string>();
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        if (args.Count > 0 && args[0] != "server")
        {
            errors.Add($"'{args[0]}' is no command; the only one is 'server'.");
        }

        for (int i = 1; i < args.Count; i++)
        {
            if (args[i].StartsWith('-'))
            {
                i += ParseOption(args, i, options, errors);
            }
            else
            {
                drives.Add(args[i]);
            }
        }

        return new ServerCommandLine(drives, options.GetValueOrDefault(AddressOption), options.GetValueOrDefault(ConsoleAddressOption));
    }

    /// <summary>Takes "--name value" or "--name=value"; gives the number of further words taken.</summary>
    private static int ParseOption(IReadOnlyList<string> args, int index, Dictionary<string, string> options, List<string> errors)
    {
        string[] parts = args[index].Split('=', 2);
        bool separate = parts.Length == 1;
        if (parts[0] is not (AddressOption or ConsoleAddressOption))
        {
            errors.Add($"The option '{parts[0]}' is unknown.");
            return 0;
        }

        if (separate && index + 1 == args.Count)
        {
            errors.Add($"The option '{parts[0]}' needs a value, HOST:PORT.");
            return 0;
        }

        if (!options.TryAdd(parts[0], separate ? args[index + 1] : parts[1]))
        {
            errors.Add($"The option '{parts[0]}' is given twice.");
        }

        return separate ? 1 : 0;
    }
}
