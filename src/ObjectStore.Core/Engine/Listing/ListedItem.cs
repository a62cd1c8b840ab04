namespace ObjectStore.Engine.Listing;

/// <summary>An item of a page: an entry, or a common prefix if <paramref name="Entry"/> is null.</summary>
/// <param name="Key">The entry's key, or the common prefix.</param>
/// <param name="Entry">The entry.</param>
internal readonly record struct ListedItem<T>(ObjectKey Key, T? Entry)
    where T : class;
