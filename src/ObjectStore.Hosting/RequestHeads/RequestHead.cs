using System.Text;

namespace ObjectStore.Hosting.RequestHeads;

/// <summary>
/// Checks the raw head of an HTTP/1.1 request for what Kestrel forgives and a second parser on the way might read otherwise (request smuggling): bare
/// LF, a signed or repeated Content-Length, Content-Length beside Transfer-Encoding, an empty or repeated Host, a repeated Authorization (RFC 9112,
/// sections 2.2, 3.2 and 6.3). Pure.
/// </summary>
internal static class RequestHead
{
    private const byte CarriageReturn = (byte)'\r';
    private const byte LineFeed = (byte)'\n';

    /// <summary>Says what is wrong with the head of a request with this method; null if nothing is, or if these bytes are not its head.</summary>
    public static string? FindFault(ReadOnlySpan<byte> head, string method)
    {
        // Bytes below TLS, or of another request, are none of ours to judge.
        ReadOnlySpan<byte> start = head.TrimStart("\r\n"u8);
        return start.Length > method.Length && Ascii.Equals(start[..method.Length], method) ? FindFault(head) : null;
    }

    private static string? FindFault(ReadOnlySpan<byte> head)
    {
        int contentLengths = 0;
        int transferEncodings = 0;
        int hosts = 0;
        int authorizations = 0;
        bool isFirst = true;
        while (!head.IsEmpty)
        {
            int end = head.IndexOf(LineFeed);
            if (end < 0)
            {
                return null;
            }

            if (end == 0 || head[end - 1] != CarriageReturn)
            {
                return "A line of the request head ends in a bare LF.";
            }

            ReadOnlySpan<byte> line = head[..(end - 1)];
            head = head[(end + 1)..];
            if (isFirst)
            {
                // Empty lines before the request line are allowed.
                isFirst = line.IsEmpty;
                continue;
            }

            int colon = line.IndexOf((byte)':');
            if (colon <= 0)
            {
                continue;
            }

            ReadOnlySpan<byte> value = line[(colon + 1)..].Trim(" \t"u8);
            switch (colon)
            {
                case 14 when Is(line[..colon], "content-length"u8):
                    contentLengths++;
                    if (value.IsEmpty || value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
                    {
                        return "The Content-Length is not a decimal number.";
                    }

                    break;
                case 17 when Is(line[..colon], "transfer-encoding"u8):
                    transferEncodings++;
                    break;
                case 13 when Is(line[..colon], "authorization"u8):
                    authorizations++;
                    break;
                case 4 when Is(line[..colon], "host"u8):
                    hosts++;
                    if (value.IsEmpty)
                    {
                        return "The Host is empty.";
                    }

                    break;
            }
        }

        return contentLengths > 1 ? "The Content-Length is given more than once."
            : contentLengths > 0 && transferEncodings > 0 ? "Content-Length and Transfer-Encoding are both given."
            : hosts > 1 ? "The Host is given more than once."
            : authorizations > 1 ? "The Authorization is given more than once."
            : null;
    }

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lowerCase) => Ascii.EqualsIgnoreCase(name, lowerCase);
}
