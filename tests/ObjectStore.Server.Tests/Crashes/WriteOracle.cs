namespace ObjectStore.Server.Tests.Crashes;

/// <summary>
/// Knows, outside the server's process, what each key may hold: what was last acknowledged or observed, or anything attempted since.
/// A generation names a content (<see cref="GeneratedContent"/>); null is "no object". For one writer a key, readers only while no writer runs.
/// </summary>
internal sealed class WriteOracle
{
    private readonly Dictionary<string, HashSet<int?>> _possible = [];

    /// <summary>Every key that was ever written.</summary>
    public IReadOnlyCollection<string> Keys
    {
        get
        {
            lock (_possible)
            {
                return [.. _possible.Keys];
            }
        }
    }

    /// <summary>A write or delete begins: from now on its outcome is possible.</summary>
    public void Attempt(string key, int? generation)
    {
        lock (_possible)
        {
            if (!_possible.TryGetValue(key, out HashSet<int?>? outcomes))
            {
                _possible[key] = outcomes = [null];
            }

            outcomes.Add(generation);
        }
    }

    /// <summary>The server acknowledged it, or a read has shown it: nothing else is possible any more.</summary>
    public void Settle(string key, int? generation)
    {
        lock (_possible)
        {
            _possible[key] = [generation];
        }
    }

    public bool IsPossible(string key, int? generation)
    {
        lock (_possible)
        {
            return _possible.TryGetValue(key, out HashSet<int?>? outcomes) ? outcomes.Contains(generation) : generation is null;
        }
    }

    public string Describe(string key)
    {
        lock (_possible)
        {
            return string.Join(" or ", _possible[key].Select(static generation => generation?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"));
        }
    }
}
