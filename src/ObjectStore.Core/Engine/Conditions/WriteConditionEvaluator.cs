using ObjectStore.Engine.Versions;

namespace ObjectStore.Engine.Conditions;

/// <summary>Decides conditions of writes on the current version.</summary>
internal static class WriteConditionEvaluator
{
    /// <summary>Gives the error of the first condition that does not hold; null if all hold.</summary>
    public static StorageError? Evaluate(WriteConditions? conditions, KeyState state)
    {
        if (conditions is null)
        {
            return null;
        }

        ObjectInfo? current = state.Live is { } live ? ObjectInfoFactory.Create(state.Bucket, state.Key, live) : null;
        if (conditions.IfMatch is { } match && !(current is not null && ETagText.Matches(match, current.ETag)))
        {
            return current is null ? EngineErrors.NoSuchKey(state.Key) : EngineErrors.PreconditionFailed("If-Match", current);
        }

        if (conditions.IfNoneMatch is { } noneMatch && current is not null && ETagText.Matches(noneMatch, current.ETag))
        {
            return EngineErrors.PreconditionFailed("If-None-Match", current);
        }

        return EvaluateModification(conditions, state, current);
    }

    private static StorageError? EvaluateModification(WriteConditions conditions, KeyState state, ObjectInfo? current)
    {
        if (conditions.IfLastModified is null && conditions.IfSize is null)
        {
            return null;
        }

        if (current is null)
        {
            return EngineErrors.NoSuchKey(state.Key);
        }

        if (conditions.IfLastModified is { } time && time.ToUnixTimeSeconds() != current.LastModified.ToUnixTimeSeconds())
        {
            return EngineErrors.PreconditionFailed("If-Match-Last-Modified-Time", current);
        }

        return conditions.IfSize is { } size && size != current.Size ? EngineErrors.PreconditionFailed("If-Match-Size", current) : null;
    }
}
