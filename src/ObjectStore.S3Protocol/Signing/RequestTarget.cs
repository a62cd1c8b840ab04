using System.Diagnostics.CodeAnalysis;
using System.Text.Unicode;

namespace ObjectStore.S3Protocol.Signing;

/// <summary>
/// A request target taken apart, strictly and only once: routing, signature and operations all read it here, so that they never disagree on
/// what it says. Immutable.
/// </summary>
internal sealed class RequestTarget
{
    private RequestTarget(string rawPath, ReadOnlyMemory<byte> path, string rawQuery, IReadOnlyList<QueryParameter> query)
    {
        RawPath = rawPath;
        Path = path;
        RawQuery = rawQuery;
        Query = query;
    }

    /// <summary>The path as on the wire, from its leading slash up to the question mark.</summary>
    public string RawPath { get; }

    /// <summary>
    /// The decoded path, with its leading slash: well-formed UTF-8 without NUL, otherwise anything. Dots and double slashes are kept.
    /// </summary>
    public ReadOnlyMemory<byte> Path { get; }

    /// <summary>The query as on the wire, without the question mark; empty if there is none.</summary>
    public string RawQuery { get; }

    /// <summary>The parameters in their order; <c>?acl</c> and <c>?acl=</c> are the same.</summary>
    public IReadOnlyList<QueryParameter> Query { get; }

    /// <summary>Takes a target apart.</summary>
    /// <param name="rawTarget">
    /// The origin form (<c>/path?query</c>), or the absolute form, whose scheme and authority are ignored (the host is that of the Host
    /// header).
    /// </param>
    /// <param name="target">The parts.</param>
    /// <returns>
    /// False, an InvalidURI, if it is neither, holds a malformed escape, is not UTF-8 when decoded, or has a NUL in its path.
    /// </returns>
    public static bool TryParse(string rawTarget, [NotNullWhen(true)] out RequestTarget? target)
    {
        target = null;
        ReadOnlySpan<char> text = WithoutAuthority(rawTarget);
        if (text.IsEmpty || text[0] != '/')
        {
            return false;
        }

        int mark = text.IndexOf('?');
        string rawPath = (mark < 0 ? text : text[..mark]).ToString();
        string rawQuery = mark < 0 ? string.Empty : text[(mark + 1)..].ToString();
        byte[] path = new byte[rawPath.Length];
        if (!PercentDecoder.TryDecode(rawPath, path, out int length)
            || path.AsSpan(0, length).Contains((byte)0)
            || !Utf8.IsValid(path.AsSpan(0, length))
            || !TryParseQuery(rawQuery, out IReadOnlyList<QueryParameter>? query))
        {
            return false;
        }

        target = new RequestTarget(rawPath, path.AsMemory(0, length), rawQuery, query);
        return true;
    }

    /// <summary>Whether the query has the parameter, with or without a value.</summary>
    public bool HasQuery(string name) => GetQuery(name) is not null;

    /// <summary>
    /// The decoded value of the parameter's first occurrence: empty if it has none, null if the parameter is absent. Case matters.
    /// </summary>
    public string? GetQuery(string name)
    {
        foreach (QueryParameter parameter in Query)
        {
            if (parameter.Name == name)
            {
                return parameter.Value;
            }
        }

        return null;
    }

    private static ReadOnlySpan<char> WithoutAuthority(ReadOnlySpan<char> target)
    {
        int scheme = target.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7
            : target.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8
            : 0;
        if (scheme == 0)
        {
            return target;
        }

        ReadOnlySpan<char> rest = target[scheme..];
        int path = rest.IndexOfAny('/', '?');
        return path < 0 ? "/" : rest[path] == '/' ? rest[path..] : [];
    }

    private static bool TryParseQuery(string rawQuery, [NotNullWhen(true)] out IReadOnlyList<QueryParameter>? query)
    {
        query = [];
        if (rawQuery.Length == 0)
        {
            return true;
        }

        List<QueryParameter> parameters = [];
        foreach (Range range in rawQuery.AsSpan().Split('&'))
        {
            ReadOnlySpan<char> pair = rawQuery.AsSpan()[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            int equals = pair.IndexOf('=');
            string rawName = (equals < 0 ? pair : pair[..equals]).ToString();
            string rawValue = equals < 0 ? string.Empty : pair[(equals + 1)..].ToString();
            if (!PercentDecoder.TryDecode(rawName, out string name) || !PercentDecoder.TryDecode(rawValue, out string value))
            {
                return false;
            }

            parameters.Add(new QueryParameter(name, value, rawName, rawValue));
        }

        query = parameters;
        return true;
    }
}
