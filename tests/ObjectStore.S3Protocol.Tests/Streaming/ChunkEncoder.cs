using System.Text;
using ObjectStore.S3Protocol.Signing;
using ObjectStore.S3Protocol.Tests.Signing;

namespace ObjectStore.S3Protocol.Tests.Streaming;

/// <summary>Frames and signs content as clients do.</summary>
internal sealed class ChunkEncoder(PayloadMode mode, int[] chunkSizes)
{
    public const string Seed = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";

    public static readonly RequestSigner Signer = new();

    /// <summary>The trailer as <c>name:value</c>; null for none.</summary>
    public string? Trailer { get; init; }

    /// <summary>What stands between the trailer and its signature.</summary>
    public string AfterTrailer { get; init; } = "\r\n";

    public bool UpperCaseSizes { get; init; }

    private bool IsSigned => mode != PayloadMode.StreamingUnsignedTrailer;

    public static AuthenticatedRequest Authenticated(PayloadMode mode) => Signer.Authenticated(mode, Seed);

    public byte[] Encode(byte[] content)
    {
        using MemoryStream body = new();
        string signature = Seed;
        int offset = 0;
        for (int i = 0; offset < content.Length; i++)
        {
            int size = Math.Min(chunkSizes[i % chunkSizes.Length], content.Length - offset);
            signature = WriteChunk(body, signature, content.AsSpan(offset, size));
            Write(body, "\r\n");
            offset += size;
        }

        signature = WriteChunk(body, signature, []);
        WriteEnd(body, signature);
        return body.ToArray();
    }

    private string WriteChunk(MemoryStream body, string previous, ReadOnlySpan<byte> data)
    {
        string signature = IsSigned ? Signer.SignChunk(previous, data) : previous;
        string size = UpperCaseSizes ? $"{data.Length:X}" : $"{data.Length:x}";
        Write(body, IsSigned ? $"{size};chunk-signature={signature}\r\n" : $"{size}\r\n");
        body.Write(data);
        return signature;
    }

    private void WriteEnd(MemoryStream body, string previous)
    {
        if (Trailer is not null)
        {
            Write(body, Trailer + AfterTrailer);
        }

        if (mode == PayloadMode.StreamingSignedTrailer)
        {
            Write(body, $"x-amz-trailer-signature:{Signer.SignTrailers(previous, Trailer is null ? string.Empty : Trailer + "\n")}\r\n");
        }

        Write(body, "\r\n");
    }

    private static void Write(MemoryStream body, string text) => body.Write(Encoding.ASCII.GetBytes(text));
}
