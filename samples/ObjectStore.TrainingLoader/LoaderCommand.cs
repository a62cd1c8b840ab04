namespace ObjectStore.TrainingLoader;

/// <summary>The whole command: data set, rounds, report.</summary>
internal static class LoaderCommand
{
    /// <summary>The sources take this many turns a round, so that whatever else the machine does meets them all alike.</summary>
    private const int Turns = 16;

    /// <returns>0: done; 1: the sources gave different bytes; 2: the directory cannot be used.</returns>
    public static async Task<int> RunAsync(LoaderOptions options, TextWriter output, TextWriter errors, CancellationToken stop)
    {
        try
        {
            await using (DataSet data = await DataSet.OpenAsync(options, output, stop))
            {
                if (!await CompareAsync(options, data, output, stop))
                {
                    await errors.WriteLineAsync("error: the object and the file differ");
                    return 1;
                }
            }

            if (options.Delete)
            {
                Directory.Delete(options.Directory, recursive: true);
            }

            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await errors.WriteLineAsync("stopped");
            return 2;
        }
        catch (Exception e) when (e is StorageException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"error: {e.Message}");
            return 2;
        }
    }

    private static async Task<bool> CompareAsync(LoaderOptions options, DataSet data, TextWriter output, CancellationToken stop)
    {
        await output.WriteLineAsync(
            $"{options.Records:N0} records of {Figures.Size(options.RecordSize)} in random order, {options.Readers} at a time, of {Figures.Size(options.Size)} on {options.Drives} drives\n");
        await output.WriteLineAsync(Figures.Header);
        await output.WriteLineAsync(Figures.Rule);
        IRecordSource[] sources =
        [
            new FileRecords(data.File, options.RecordSize, hashes: false),
            new FileRecords(data.File, options.RecordSize, hashes: true),
            new StoreRecords(data.Reader, options.RecordSize),
        ];
        int[] order = [.. Enumerable.Range(0, options.Records)];
        var random = new Random(options.Seed);
        for (int round = 1; round <= options.Rounds; round++)
        {
            random.Shuffle(order);
            Reading[] readings = [.. sources.Select(source => new Reading(source, options.RecordSize, options.Readers))];
            await ReadAsync(readings, order, stop);
            foreach (Reading reading in readings)
            {
                await output.WriteLineAsync(Figures.Row(round, reading, readings[0]));
            }

            if (readings.Any(reading => reading.Sum != readings[0].Sum))
            {
                return false;
            }
        }

        return true;
    }

    private static async Task ReadAsync(Reading[] readings, ReadOnlyMemory<int> order, CancellationToken stop)
    {
        for (int turn = 0; turn < Turns; turn++)
        {
            for (int i = 0; i < readings.Length; i++)
            {
                // Another one comes first each time.
                await readings[(turn + i) % readings.Length].TakeTurnAsync(Reading.Slice(order, turn, Turns), stop);
            }
        }
    }
}
