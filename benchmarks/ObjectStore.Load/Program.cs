using ObjectStore.Load;

// Exit codes: 0 all requests succeeded, 1 some failed, 2 the command line is wrong or the endpoint cannot be used.
if (args.Length == 0 || args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(LoadOptionsParser.Usage);
    return args.Length == 0 ? 2 : 0;
}

if (!LoadOptionsParser.TryParse(args, out LoadOptions? options, out string? error))
{
    Console.Error.WriteLine($"error: {error}");
    Console.Error.WriteLine("Run with --help for the usage.");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

return await LoadCommand.RunAsync(options, Console.Out, Console.Error, stop.Token);
