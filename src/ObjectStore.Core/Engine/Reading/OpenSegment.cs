using ObjectStore.ErasureSets;

namespace ObjectStore.Engine.Reading;

/// <summary>A blob of a version, open or about to be: see <see cref="OpenSegments"/>, which guards what changes.</summary>
internal sealed class OpenSegment(int index, ContentSegment place, Task<IBlobReader> opening) : IAsyncDisposable
{
    /// <summary>Which segment of the version it is.</summary>
    public int Index => index;

    public ContentSegment Place => place;

    public Task<IBlobReader> Opening => opening;

    /// <summary>The blob; only once it is open.</summary>
    public IBlobReader Reader => opening.Result;

    public int Users { get; set; }

    /// <summary>Larger for what was used later.</summary>
    public long LastUse { get; set; }

    public async ValueTask DisposeAsync()
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
        {
            await Reader.DisposeAsync().ConfigureAwait(false);
        }
    }
}
