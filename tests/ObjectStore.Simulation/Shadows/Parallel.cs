namespace ObjectStore;

/// <summary>Loops with a bounded number of bodies under way.</summary>
internal static class Parallel
{
    public static Task ForEachAsync<T>(IEnumerable<T> source, ParallelOptions options, Func<T, CancellationToken, ValueTask> body)
    {
        IEnumerator<T> items = source.GetEnumerator();
        return RunAsync(() => new ValueTask<bool>(items.MoveNext()), () => items.Current, options, body);
    }

    public static async Task ForEachAsync<T>(IAsyncEnumerable<T> source, ParallelOptions options, Func<T, CancellationToken, ValueTask> body)
    {
        IAsyncEnumerator<T> items = source.GetAsyncEnumerator(options.CancellationToken);
        var one = new SemaphoreSlim(1, 1);
        await using (items)
        {
            bool ended = false;
            await RunManyAsync(options, async () =>
            {
                T item;
                await one.WaitAsync();
                try
                {
                    if (ended || !await items.MoveNextAsync())
                    {
                        ended = true;
                        return false;
                    }

                    item = items.Current;
                }
                catch
                {
                    ended = true;
                    throw;
                }
                finally
                {
                    one.Release();
                }

                await body(item, options.CancellationToken);
                return true;
            });
        }
    }

    private static Task RunAsync<T>(Func<ValueTask<bool>> next, Func<T> current, ParallelOptions options, Func<T, CancellationToken, ValueTask> body)
        => RunManyAsync(options, async () =>
        {
            if (!await next())
            {
                return false;
            }

            await body(current(), options.CancellationToken);
            return true;
        });

    private static Task RunManyAsync(ParallelOptions options, Func<Task<bool>> step)
    {
        bool failed = false;
        return Task.WhenAll(Enumerable.Range(0, Math.Max(1, options.MaxDegreeOfParallelism)).Select(async _ =>
        {
            try
            {
                while (!failed && await step())
                {
                    options.CancellationToken.ThrowIfCancellationRequested();
                }
            }
            catch
            {
                failed = true;
                throw;
            }
        }));
    }
}
