namespace ObjectStore.Engine.Conditions;

/// <summary>Decides conditions of reads in the order of RFC 9110, section 13.2.2. Times compare to the second, as HTTP dates do.</summary>
internal static class ReadConditionEvaluator
{
    /// <summary>Gives PreconditionFailed or NotModified; null if the version is to be read.</summary>
    public static StorageError? Evaluate(ReadConditions? conditions, ObjectInfo version)
    {
        if (conditions is null)
        {
            return null;
        }

        long modified = version.LastModified.ToUnixTimeSeconds();
        if (conditions.IfMatch is { } match)
        {
            if (!MatchesAny(match, version.ETag))
            {
                return EngineErrors.PreconditionFailed("If-Match", version);
            }
        }
        else if (conditions.IfUnmodifiedSince is { } unmodifiedSince && modified > unmodifiedSince.ToUnixTimeSeconds())
        {
            return EngineErrors.PreconditionFailed("If-Unmodified-Since", version);
        }

        if (conditions.IfNoneMatch is { } noneMatch)
        {
            return MatchesAny(noneMatch, version.ETag) ? EngineErrors.NotModified("If-None-Match", version) : null;
        }

        return conditions.IfModifiedSince is { } modifiedSince && modified <= modifiedSince.ToUnixTimeSeconds()
            ? EngineErrors.NotModified("If-Modified-Since", version)
            : null;
    }

    private static bool MatchesAny(IReadOnlyList<string> tags, string current)
    {
        for (int i = 0; i < tags.Count; i++)
        {
            if (ETagText.Matches(tags[i], current))
            {
                return true;
            }
        }

        return false;
    }
}
