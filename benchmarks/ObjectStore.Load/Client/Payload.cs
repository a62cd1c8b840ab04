namespace ObjectStore.Load.Client;

/// <summary>The content of all objects of a size, with what x-amz-content-sha256 says of it, computed once.</summary>
internal sealed record Payload(ReadOnlyMemory<byte> Content, string Hash)
{
    public static Payload Empty { get; } = new(default, RequestSigner.HashHex([]));

    /// <summary>Random bytes, so that no server gains by compressing them.</summary>
    public static Payload Create(int size, bool signed)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        return new Payload(content, signed ? RequestSigner.HashHex(content) : RequestSigner.UnsignedPayload);
    }
}
