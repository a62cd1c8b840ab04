namespace ObjectStore.S3Protocol.Streaming;

/// <summary>What a step of a <see cref="ChunkDecoder"/> came to.</summary>
internal enum ChunkDecoderStep
{
    /// <summary>It goes on with the next step; what was written is not proven yet.</summary>
    Continue = 0,

    /// <summary>All that was written so far may be read.</summary>
    Verified,

    /// <summary>It needs more input; nothing was taken.</summary>
    NeedsInput,
}
