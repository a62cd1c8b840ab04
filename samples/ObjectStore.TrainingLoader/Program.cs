using ObjectStore.TrainingLoader;

// Exit codes: 0 done, 1 the sources gave different bytes, 2 the command line is wrong or the directory cannot be used.
if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(LoaderOptions.Usage);
    return 0;
}

if (!LoaderOptions.TryParse(args, out LoaderOptions? options, out string? error))
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

return await LoaderCommand.RunAsync(options, Console.Out, Console.Error, stop.Token);
