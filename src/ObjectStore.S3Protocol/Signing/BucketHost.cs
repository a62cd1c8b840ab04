namespace ObjectStore.S3Protocol.Signing;

/// <summary>Finds the bucket in a host name (virtual-host style): <c>bucket.domain</c>. Immutable; safe to share between threads.</summary>
internal sealed class BucketHost
{
    // The longest first, so that of two nested domains the nearer one counts.
    private readonly string[] _suffixes;

    /// <summary>Takes the domains that serve buckets as host names, with or without a port, which is ignored.</summary>
    public BucketHost(IEnumerable<string> domains)
        => _suffixes = [.. domains
            .Select(domain => "." + WithoutPort(domain.Trim().TrimStart('.')))
            .Where(suffix => suffix.Length > 1)
            .OrderByDescending(suffix => suffix.Length)];

    /// <summary>Gives the bucket that a host names.</summary>
    /// <param name="host">The Host header, with its port if it has one.</param>
    /// <returns>The bucket in lower case; empty for the domain itself and for every other host: path style.</returns>
    public string FindBucket(string host)
    {
        if (_suffixes.Length == 0)
        {
            return "";
        }

        ReadOnlySpan<char> name = WithoutPort(host);
        foreach (string suffix in _suffixes)
        {
            if (name.Equals(suffix.AsSpan(1), StringComparison.OrdinalIgnoreCase))
            {
                return "";
            }

            if (name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                return name[..^suffix.Length].ToString().ToLowerInvariant();
            }
        }

        return "";
    }

    private static string WithoutPort(string host)
    {
        int colon = host.LastIndexOf(':');
        int bracket = host.LastIndexOf(']');
        return (colon > bracket ? host[..colon] : host).TrimEnd('.');
    }
}
