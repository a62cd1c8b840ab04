using System.Buffers.Text;
using ObjectStore.S3Protocol.Errors;

namespace ObjectStore.S3Protocol.Values;

/// <summary>
/// The opaque tokens with which listings go on: a version byte and the position, in URL-safe base64. They reveal and permit nothing that
/// <c>start-after</c> would not.
/// </summary>
internal static class ContinuationToken
{
    private const byte Version = 1;
    private const int MaxLength = 2048;

    /// <summary>Makes the token of a position.</summary>
    public static string Encode(ObjectKey position)
    {
        byte[] bytes = [Version, .. position.Utf8.Span];
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Gives the position of a token.</summary>
    /// <exception cref="S3Exception">InvalidArgument: no token of ours.</exception>
    public static ObjectKey Decode(string token)
    {
        if (token.Length is 0 or > MaxLength || !Base64Url.IsValid(token))
        {
            throw Incorrect(token);
        }

        byte[] bytes = Base64Url.DecodeFromChars(token);
        return bytes.Length > 1 && bytes[0] == Version && Base64Url.EncodeToString(bytes) == token
            ? ObjectKey.FromUtf8(bytes.AsMemory(1))
            : throw Incorrect(token);
    }

    private static S3Exception Incorrect(string token)
        => S3Exception.InvalidArgument("continuation-token", token, "The continuation token provided is incorrect");
}
