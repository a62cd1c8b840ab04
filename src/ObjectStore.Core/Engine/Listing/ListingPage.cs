namespace ObjectStore.Engine.Listing;

/// <summary>A page of items, cut to its size.</summary>
internal sealed class ListingPage<T>
    where T : class
{
    private ListingPage(IReadOnlyList<T> entries, IReadOnlyList<ObjectKey> commonPrefixes, ListedItem<T>? next)
    {
        Entries = entries;
        CommonPrefixes = commonPrefixes;
        Last = next;
    }

    public IReadOnlyList<T> Entries { get; }

    public IReadOnlyList<ObjectKey> CommonPrefixes { get; }

    /// <summary>The last item of a page after which more follows; null if nothing does.</summary>
    public ListedItem<T>? Last { get; }

    /// <summary>Cuts a page from items that were collected with one more than <paramref name="size"/> as their limit. A page of no items ends the listing.</summary>
    public static ListingPage<T> Cut(List<ListedItem<T>> items, int size)
    {
        var entries = new List<T>(Math.Min(items.Count, size));
        var prefixes = new List<ObjectKey>();
        for (int i = 0; i < items.Count && i < size; i++)
        {
            if (items[i].Entry is { } entry)
            {
                entries.Add(entry);
            }
            else
            {
                prefixes.Add(items[i].Key);
            }
        }

        return new ListingPage<T>(entries, prefixes, size > 0 && items.Count > size ? items[size - 1] : null);
    }

    /// <summary>Gives InvalidArgument for a page size out of range.</summary>
    public static StorageError? CheckSize(int size, string name)
        => size is >= 0 and <= ObjectLimits.MaxPageSize
            ? null
            : EngineErrors.InvalidArgument($"{name} is {size}; it must be between 0 and {ObjectLimits.MaxPageSize}.");
}
