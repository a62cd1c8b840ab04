using System.Buffers;
using System.Net;

namespace ObjectStore;

/// <summary>The rules of bucket names. Thread-safe. Source: AWS, "General purpose bucket naming rules".</summary>
public static class BucketName
{
    private const int MinLength = 3;
    private const int MaxLength = 63;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");
    private static readonly string[] ReservedPrefixes = ["xn--", "sthree-", "amzn-s3-demo-"];
    private static readonly string[] ReservedSuffixes = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

    // Path-style requests to these names mean the server's own pages.
    private static readonly string[] ReservedNames = ["minio"];

    /// <summary>
    /// Gives <see cref="StorageErrorCode.InvalidBucketName"/> with the rule that a name breaks; null for a name that a new bucket may have.
    /// </summary>
    public static StorageError? Check(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string? broken = FindBrokenRule(name);
        return broken is null ? null : new StorageError(StorageErrorCode.InvalidBucketName, $"The bucket name '{name}' {broken}.");
    }

    private static string? FindBrokenRule(string name)
    {
        if (name.Length is < MinLength or > MaxLength)
        {
            return $"does not have {MinLength} to {MaxLength} characters";
        }

        if (name.AsSpan().ContainsAnyExcept(Allowed))
        {
            return "holds other characters than lower-case letters, digits, dots and hyphens";
        }

        if (!char.IsAsciiLetterOrDigit(name[0]) || !char.IsAsciiLetterOrDigit(name[^1]))
        {
            return "does not begin and end with a letter or digit";
        }

        if (name.Contains("..", StringComparison.Ordinal))
        {
            return "holds two dots in a row";
        }

        if (IsAddress(name))
        {
            return "has the form of an IP address";
        }

        return IsReserved(name) ? "is reserved" : null;
    }

    private static bool IsAddress(string name) => name.AsSpan().Count('.') == 3 && !name.AsSpan().ContainsAnyExcept("0123456789.") && IPAddress.TryParse(name, out _);

    private static bool IsReserved(string name)
        => Array.Exists(ReservedPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal))
            || Array.Exists(ReservedSuffixes, suffix => name.EndsWith(suffix, StringComparison.Ordinal))
            || Array.IndexOf(ReservedNames, name) >= 0;
}
