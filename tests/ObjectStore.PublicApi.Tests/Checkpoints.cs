namespace ObjectStore.PublicApi.Tests;

/// <summary>The README's example of embedding, as it stands there.</summary>
public sealed class Checkpoints(IObjectStore store)
{
    public async Task SaveAsync(Stream checkpoint, int step, CancellationToken token)
        => await store.PutObjectAsync("training", $"run-7/step-{step:D6}", checkpoint, cancellationToken: token);

    public async Task<bool> TryLoadAsync(Stream destination, int step, CancellationToken token)
    {
        StorageResult<ObjectReader> opened = await store.TryOpenObjectAsync("training", $"run-7/step-{step:D6}", cancellationToken: token);
        if (!opened.TryGetValue(out ObjectReader? reader))
        {
            return false;
        }

        await using (reader)
        {
            await reader.CopyToAsync(destination, token);
        }

        return true;
    }
}
