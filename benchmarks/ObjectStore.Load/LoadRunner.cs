using System.Collections.Concurrent;
using System.Diagnostics;
using ObjectStore.Load.Client;
using ObjectStore.Load.Files;
using ObjectStore.Load.Measurement;

namespace ObjectStore.Load;

/// <summary>Runs steps one after the other.</summary>
/// <param name="client">The endpoint.</param>
/// <param name="duration">The longest that a step runs.</param>
/// <param name="count">Operations of a step; null: as many as the duration allows.</param>
/// <param name="server">The process to measure; null: none.</param>
/// <param name="files">Where objects go as files; null: no step does that.</param>
internal sealed class LoadRunner(S3Client client, TimeSpan duration, long? count, ServerProcess? server, DurableFiles? files)
{
    private const int PreparationConcurrency = 16;

    // Keys that the mixed load has put and not yet deleted.
    private readonly ConcurrentQueue<string> _extraKeys = new();

    /// <exception cref="LoadException">The objects that the step needs could not be put.</exception>
    public async Task<StepResult> RunAsync(LoadStep step, CancellationToken stop)
    {
        if (step.Operation is not (LoadOperation.Put or LoadOperation.PutFile))
        {
            await FillAsync(step.Pool, stop);
        }

        ServerProcess? measured = step.Operation == LoadOperation.PutFile ? null : server;
        ServerUsage? before = measured?.Read();
        var run = new StepRun(LimitOf(step), duration);
        await RunWorkersAsync(run, step.Concurrency, number => ExecuteAsync(step, number, stop));
        TimeSpan elapsed = run.Elapsed;
        ServerUsage? after = measured?.Read();

        NoteKeys(step, run);
        return new StepResult(
            step, elapsed, run.Latencies, run.Bytes, run.Errors, run.FirstError, after?.CpuTime - before?.CpuTime, after?.PeakMemory);
    }

    /// <summary>Deletes the objects of a pool, and those of the mixed load.</summary>
    public async Task ClearAsync(KeyPool pool, CancellationToken stop)
    {
        string[] extra = [.. _extraKeys];
        _extraKeys.Clear();
        var run = new StepRun(pool.Filled + extra.Length, TimeSpan.MaxValue);
        await RunWorkersAsync(run, PreparationConcurrency, async number
            => (await client.DeleteAsync(number < extra.Length ? extra[number] : pool.Key(number - extra.Length), stop), 0));
        for (int number = 0; files is not null && number < pool.Count; number++)
        {
            files.Delete(pool.Key(number));
        }

        pool.MarkEmpty();
    }

    private async Task FillAsync(KeyPool pool, CancellationToken stop)
    {
        int first = pool.Filled;
        var run = new StepRun(pool.Count - first, TimeSpan.MaxValue);
        await RunWorkersAsync(run, PreparationConcurrency, async number => (await client.PutAsync(pool.Key(first + number), pool.Payload, stop), 0));
        if (run.Errors > 0)
        {
            throw new LoadException($"could not put the objects to work on: {run.FirstError}");
        }

        pool.MarkFilled(pool.Count);
    }

    private long LimitOf(LoadStep step)
        => step.Operation == LoadOperation.Delete ? Math.Min(count ?? long.MaxValue, step.Pool.Count) : count ?? long.MaxValue;

    private static async Task RunWorkersAsync(StepRun run, int concurrency, Func<long, Task<(S3Response Response, int BytesSent)>> execute)
    {
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(async () =>
        {
            var latencies = new LatencyHistogram();
            while (run.TryTake(out long number))
            {
                long started = Stopwatch.GetTimestamp();
                (S3Response response, int bytesSent) = await execute(number);
                run.Record(response, bytesSent, Stopwatch.GetElapsedTime(started), latencies);
            }

            run.Merge(latencies);
        })));
    }

    private async Task<(S3Response Response, int BytesSent)> ExecuteAsync(LoadStep step, long number, CancellationToken stop)
    {
        KeyPool pool = step.Pool;
        return step.Operation switch
        {
            LoadOperation.Put => (await client.PutAsync(pool.Key(number), pool.Payload, stop), pool.Payload.Content.Length),
            LoadOperation.PutFile => (files!.Put(pool.Key(number), pool.Payload), pool.Payload.Content.Length),
            LoadOperation.Get => (await GetAsync(pool, number, stop), 0),
            LoadOperation.Head => (await client.HeadAsync(pool.Key(number), stop), 0),
            LoadOperation.List => (await client.ListAsync(pool.Prefix, byPrefixes: false, stop), 0),
            LoadOperation.ListPrefixes => (await client.ListAsync(pool.Prefix, byPrefixes: true, stop), 0),
            LoadOperation.Delete => (await client.DeleteAsync(pool.Key(number), stop), 0),
            LoadOperation.Mixed => await MixAsync(pool, number, stop),
            _ => throw new InvalidOperationException($"{step.Operation} is not a step."),
        };
    }

    private async Task<S3Response> GetAsync(KeyPool pool, long number, CancellationToken stop)
    {
        S3Response response = await client.GetAsync(pool.Key(number), stop);
        return response.IsSuccess && response.BodyLength != pool.Payload.Content.Length
            ? response with { Error = $"GET answered {response.BodyLength} bytes instead of {pool.Payload.Content.Length}" }
            : response;
    }

    private async Task<(S3Response Response, int BytesSent)> MixAsync(KeyPool pool, long number, CancellationToken stop)
    {
        // 20 operations: 9 GET, 6 HEAD, 3 PUT, 2 DELETE, spread so that neighbours differ.
        long place = number * 7 % 20;
        if (place < 9)
        {
            return (await GetAsync(pool, number, stop), 0);
        }

        if (place < 15)
        {
            return (await client.HeadAsync(pool.Key(number), stop), 0);
        }

        if (place >= 18 && _extraKeys.TryDequeue(out string? key))
        {
            return (await client.DeleteAsync(key, stop), 0);
        }

        key = $"{pool.Prefix}extra-{number:D8}";
        S3Response response = await client.PutAsync(key, pool.Payload, stop);
        _extraKeys.Enqueue(key);
        return (response, pool.Payload.Content.Length);
    }

    private static void NoteKeys(LoadStep step, StepRun run)
    {
        if (step.Operation == LoadOperation.Put && run.Errors == 0)
        {
            step.Pool.MarkFilled(run.Taken);
        }
        else if (step.Operation == LoadOperation.Delete && run.Errors == 0 && run.Taken == step.Pool.Count)
        {
            step.Pool.MarkEmpty();
        }
    }
}
