using ObjectStore.Load.Client;

namespace ObjectStore.Load;

/// <summary>Which steps a command runs.</summary>
internal static class LoadSuite
{
    private const int Concurrency = 16;
    private const int LargeConcurrency = 3;

    /// <summary>Keys or common prefixes of a full listing page.</summary>
    private const int PageLength = 1000;

    public static IReadOnlyList<LoadStep> Steps(LoadOptions options)
    {
        if (options.Operation == LoadOperation.Suite)
        {
            return SuiteSteps(options.SignPayload);
        }

        int perDirectory = options.Operation == LoadOperation.ListPrefixes ? 2 : 0;
        int keys = options.Operation == LoadOperation.Delete ? (int)(options.Count ?? options.Keys) : options.Keys;
        var pool = new KeyPool("load-keys/", keys, Payload.Create(options.Size, options.SignPayload), perDirectory);
        var step = new LoadStep(NameOf(options.Operation, options.Size), options.Operation, pool, options.Concurrency);
        return options.FilesDirectory is null
            ? [step]
            : [step, step with { Name = $"FILE {ByteSize.Format(options.Size)}", Operation = LoadOperation.PutFile }];
    }

    private static List<LoadStep> SuiteSteps(bool signPayload)
    {
        var steps = new List<LoadStep>();
        KeyPool small = AddSize(steps, 4 << 10, keys: 10_000, Concurrency, signPayload);
        AddSize(steps, 128 << 10, keys: 1000, Concurrency, signPayload);
        AddSize(steps, 1 << 20, keys: 200, Concurrency, signPayload);
        AddSize(steps, 64 << 20, keys: 6, LargeConcurrency, signPayload);

        var page = new KeyPool("load-page/", PageLength, Payload.Create(1, signPayload));
        var directories = new KeyPool("load-directories/", PageLength * 2, Payload.Create(1, signPayload), keysPerDirectory: 2);
        steps.Add(new LoadStep("HEAD", LoadOperation.Head, small, Concurrency));
        steps.Add(new LoadStep("LIST 1000 keys", LoadOperation.List, page, Concurrency));
        steps.Add(new LoadStep("LIST 1000 prefixes", LoadOperation.ListPrefixes, directories, Concurrency));
        steps.Add(new LoadStep("DELETE 4KiB", LoadOperation.Delete, small, Concurrency));
        return steps;
    }

    private static KeyPool AddSize(List<LoadStep> steps, int size, int keys, int concurrency, bool signPayload)
    {
        var pool = new KeyPool($"load-{ByteSize.Format(size)}/", keys, Payload.Create(size, signPayload));
        steps.Add(new LoadStep(NameOf(LoadOperation.Put, size), LoadOperation.Put, pool, concurrency));
        steps.Add(new LoadStep(NameOf(LoadOperation.Get, size), LoadOperation.Get, pool, concurrency));
        return pool;
    }

    private static string NameOf(LoadOperation operation, int size) => operation switch
    {
        LoadOperation.List => "LIST",
        LoadOperation.ListPrefixes => "LIST prefixes",
        _ => $"{operation.ToString().ToUpperInvariant()} {ByteSize.Format(size)}",
    };
}
