using ObjectStore.Load.Client;
using ObjectStore.Load.Files;
using ObjectStore.Load.Measurement;
using ObjectStore.Load.Reports;

namespace ObjectStore.Load;

/// <summary>The whole command: bucket, steps, report, cleaning up.</summary>
internal static class LoadCommand
{
    /// <returns>0: all requests succeeded; 1: some failed; 2: the endpoint cannot be used.</returns>
    public static async Task<int> RunAsync(LoadOptions options, TextWriter output, TextWriter errors, CancellationToken stop)
    {
        IReadOnlyList<LoadStep> steps = LoadSuite.Steps(options);
        var signer = new RequestSigner(options.AccessKey, options.SecretKey, options.Region);
        int connections = Math.Max(options.Concurrency, steps.Max(step => step.Concurrency));
        using var client = new S3Client(options.Endpoint, options.Bucket, signer, connections);
        var server = options.ServerProcessId is { } id ? new ServerProcess(id) : null;
        var files = options.FilesDirectory is { } directory ? new DurableFiles(directory) : null;
        if (files is not null)
        {
            // Writing files blocks; each worker needs a thread of its own as each has a connection.
            ThreadPool.SetMinThreads(options.Concurrency, 1);
        }

        var runner = new LoadRunner(client, options.Duration, options.Count, server, files);
        var results = new List<StepResult>();
        try
        {
            server?.Read();
            await CreateBucketAsync(client, options.Bucket, stop);
            await RunStepsAsync(runner, steps, options.Keep, results, output, stop);
            if (options.JsonPath is { } path)
            {
                await File.WriteAllTextAsync(path, JsonReport.Format(options, results), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await errors.WriteLineAsync("stopped; objects under the prefix \"load-\" may be left behind");
            return 1;
        }
        catch (Exception exception) when (exception is LoadException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"error: {exception.Message}");
            return 2;
        }

        foreach (StepResult failed in results.Where(result => result.Errors > 0))
        {
            await errors.WriteLineAsync($"{failed.Step.Name}: {failed.Errors} failed, the first with: {failed.FirstError}");
        }

        return results.Any(result => result.Errors > 0) ? 1 : 0;
    }

    private static async Task RunStepsAsync(
        LoadRunner runner, IReadOnlyList<LoadStep> steps, bool keep, List<StepResult> results, TextWriter output, CancellationToken stop)
    {
        await output.WriteLineAsync(TableReport.Header);
        foreach (LoadStep step in steps)
        {
            StepResult result = await runner.RunAsync(step, stop);
            results.Add(result);
            await output.WriteLineAsync(TableReport.Format(result));
        }

        foreach (KeyPool pool in keep ? [] : steps.Select(step => step.Pool).Distinct())
        {
            await runner.ClearAsync(pool, stop);
        }
    }

    private static async Task CreateBucketAsync(S3Client client, string bucket, CancellationToken stop)
    {
        S3Response response = await client.CreateBucketAsync(stop);
        if (!response.IsSuccess && response.Status != 409)
        {
            throw new LoadException($"could not create bucket '{bucket}': {response.Error}");
        }
    }
}
