namespace ObjectStore.Worker;

/// <summary>Pretends to train: goes on from the latest checkpoint in the store, saves a new one after each epoch, and ends.</summary>
internal sealed class TrainingService(IObjectStore store, IHostApplicationLifetime lifetime, ILogger<TrainingService> logger) : BackgroundService
{
    private const string Bucket = "training";
    private const string Run = "run-1/";
    private const int Epochs = 3;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        StorageResult<BucketInfo> created = await store.TryCreateBucketAsync(Bucket, stoppingToken);
        if (!created.IsSuccess && created.Error.Code != StorageErrorCode.BucketAlreadyExists)
        {
            throw new StorageException(created.Error);
        }

        (int epoch, float[] weights) = await LoadLatestAsync(stoppingToken);
        for (int last = epoch + Epochs; epoch < last;)
        {
            Train(weights);
            epoch++;
            await SaveAsync(epoch, weights, stoppingToken);
        }

        lifetime.StopApplication();
    }

    private async Task<(int Epoch, float[] Weights)> LoadLatestAsync(CancellationToken token)
    {
        ObjectInfo? latest = null;
        await foreach (ObjectInfo checkpoint in store.ListObjectsAsync(Bucket, Run, cancellationToken: token))
        {
            latest = checkpoint;
        }

        if (latest is null)
        {
            logger.LogInformation("No checkpoint yet: starting from nothing.");
            return (0, new float[1 << 20]);
        }

        float[] weights = new float[latest.Size / sizeof(float)];
        await using ObjectReader reader = (await store.TryOpenObjectAsync(Bucket, latest.Key, cancellationToken: token)).Value;
        await using Stream stream = reader.AsStream();
        byte[] bytes = new byte[latest.Size];
        await stream.ReadExactlyAsync(bytes, token);
        Buffer.BlockCopy(bytes, 0, weights, 0, bytes.Length);
        int epoch = int.Parse(reader.Info.UserMetadata["epoch"], System.Globalization.CultureInfo.InvariantCulture);
        logger.LogInformation("Going on from {Checkpoint}: epoch {Epoch}, {Size} bytes.", latest.Key, epoch, latest.Size);
        return (epoch, weights);
    }

    private async Task SaveAsync(int epoch, float[] weights, CancellationToken token)
    {
        byte[] bytes = new byte[weights.Length * sizeof(float)];
        Buffer.BlockCopy(weights, 0, bytes, 0, bytes.Length);
        var options = new PutObjectOptions
        {
            UserMetadata = new Dictionary<string, string> { ["epoch"] = epoch.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            ChecksumAlgorithm = ChecksumAlgorithm.Crc64Nvme,
        };
        ObjectInfo saved = await store.PutObjectAsync(Bucket, $"{Run}epoch-{epoch:D6}", bytes, options, token);
        logger.LogInformation("Saved {Checkpoint}: {Size} bytes, durable.", saved.Key, saved.Size);
    }

    private static void Train(float[] weights)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] += MathF.Sin(i);
        }
    }
}
