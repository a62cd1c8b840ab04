using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using FsCheck;
using FsCheck.Xunit;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Signing;
using ObjectStore.S3Protocol.Streaming;
using ObjectStore.S3Protocol.Tests.Signing;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Streaming;

public sealed class AwsChunkedReaderTests
{
    private const string TrailerName = "x-amz-checksum-crc32c";
    private const string Trailer = TrailerName + ":sOO8/Q==";

    [Fact]
    public async Task ReadAsync_AwsExampleOfAChunkedUpload_GivesTheContent()
    {
        string encoded = AwsExampleBody(
            "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
            "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
            "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9") + "\r\n";
        Assert.Equal(66_824, encoded.Length);
        InMemoryRequestContext context = Bodies.Put(Encoding.ASCII.GetBytes(encoded)).With("x-amz-decoded-content-length", "66560");

        using S3Body body = Bodies.Open(context, PayloadMode.StreamingSigned);

        Assert.Equal(66_560, body.DecodedLength);
        Assert.Equal(new string('a', 66_560), Encoding.ASCII.GetString(await Bodies.ReadAsync(body)));
    }

    [Fact]
    public async Task ReadAsync_AwsExampleWithTrailer_GivesContentAndChecksum()
    {
        string encoded = AwsExampleBody(
            "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
            "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
            "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992")
            + Trailer + "\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n";
        InMemoryRequestContext context = Bodies.Put(Encoding.ASCII.GetBytes(encoded)).With("x-amz-trailer", TrailerName);
        AuthenticatedRequest request = ChunkEncoder.Signer.Authenticated(
            PayloadMode.StreamingSignedTrailer, "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e");

        using S3Body body = BodyReader.Create(context, request);

        Assert.Equal(new string('a', 66_560), Encoding.ASCII.GetString(await Bodies.ReadAsync(body)));
        Assert.Equal(
            new ObjectChecksum(ChecksumAlgorithm.Crc32C, Convert.FromBase64String("sOO8/Q==")), body.TrailingChecksum!());
    }

    [Property(MaxTest = 60)]
    public void ReadAsync_AnyContentInAnyChunks_GivesTheContent(byte[] content, NonEmptyArray<PositiveInt> sizes, PositiveInt bytesPerRead, bool upperCase)
    {
        int[] chunkSizes = Array.ConvertAll(sizes.Get, size => size.Get);
        foreach (PayloadMode mode in AllModes)
        {
            bool hasTrailer = mode != PayloadMode.StreamingSigned;
            ChunkEncoder encoder = new(mode, chunkSizes) { Trailer = hasTrailer ? Trailer : null, UpperCaseSizes = upperCase };
            foreach (int perRead in (int[])[1, bytesPerRead.Get, Bodies.AllAtOnce])
            {
                InMemoryRequestContext context = Bodies.Put(encoder.Encode(content), perRead).With("x-amz-decoded-content-length", $"{content.Length}");
                if (hasTrailer)
                {
                    context.With("x-amz-trailer", TrailerName);
                }

                using S3Body body = Bodies.Open(context, mode);
                Assert.Equal(content, Bodies.ReadAsync(body).GetAwaiter().GetResult());
                Assert.Equal(hasTrailer ? ChecksumAlgorithm.Crc32C : null, body.TrailingChecksum?.Invoke()?.Algorithm);
            }
        }
    }

    [Property(MaxTest = 300)]
    public void ReadAsync_AnyByteOfSignedChunksChanged_GivesNothingForged(NonEmptyArray<byte> content, PositiveInt chunkSize, NonNegativeInt where, byte change)
    {
        const PayloadMode Mode = PayloadMode.StreamingSignedTrailer;
        byte[] encoded = new ChunkEncoder(Mode, [chunkSize.Get]) { Trailer = Trailer }.Encode(content.Get);
        byte[] original = [.. encoded];
        int position = where.Get * 7919 % encoded.Length;
        encoded[position] ^= change;
        using S3Body body = Bodies.Open(Bodies.Put(encoded).With("x-amz-trailer", TrailerName), Mode);
        using MemoryStream read = new();

        try
        {
            Bodies.ReadAsync(body, read).GetAwaiter().GetResult();

            // It passes only where it says the same: another case of a name, or white space around a value.
            Assert.True(change == 0 || IsCosmetic(original[position], encoded[position]), $"{original[position]} -> {encoded[position]} at {position}");
            Assert.Equal(content.Get, read.ToArray());
            Assert.Equal("sOO8/Q==", Convert.ToBase64String(body.TrailingChecksum!()!.Value.Span));
        }
        catch (S3Exception exception)
        {
            Assert.InRange(exception.Error.HttpStatus, 400, 403);
            Assert.True(content.Get.AsSpan().StartsWith(read.ToArray()));
        }
    }

    [Property(MaxTest = 200)]
    public void ReadAsync_CutOffAnywhere_IsRefused(byte[] content, PositiveInt chunkSize, NonNegativeInt where)
    {
        foreach (PayloadMode mode in AllModes)
        {
            bool hasTrailer = mode != PayloadMode.StreamingSigned;
            byte[] encoded = new ChunkEncoder(mode, [chunkSize.Get]) { Trailer = hasTrailer ? Trailer : null }.Encode(content);

            // The empty line after trailers says nothing that is not known by then.
            int end = hasTrailer ? encoded.Length - 2 : encoded.Length;
            InMemoryRequestContext context = Bodies.Put(encoded[..(where.Get % end)]).With("x-amz-decoded-content-length", $"{content.Length}");
            if (hasTrailer)
            {
                context.With("x-amz-trailer", TrailerName);
            }

            using S3Body body = Bodies.Open(context, mode);
            S3Exception exception = Assert.Throws<S3Exception>(() => Bodies.ReadAsync(body).GetAwaiter().GetResult());
            Assert.Contains(exception.Error, (S3Error[])[S3Errors.IncompleteBody, S3Errors.MalformedTrailerError]);
        }
    }

    [Property(MaxTest = 500)]
    public void ReadAsync_AnyLines_AreContentOrAnErrorOfTheClient(string[] lines)
    {
        string[] words = ["\r\n", "\n", "0\r\n", "1\r\na\r\n", "a;chunk-signature=", "x-amz-checksum-crc32c:sOO8/Q==\r\n", ":"];
        byte[] encoded = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line is null ? "0\r\n" : words[line.Length % words.Length] + line)));
        foreach (PayloadMode mode in AllModes)
        {
            InMemoryRequestContext context = Bodies.Put(encoded).With("x-amz-decoded-content-length", "1");
            using S3Body body = Bodies.Open(mode == PayloadMode.StreamingSigned ? context : context.With("x-amz-trailer", TrailerName), mode);
            try
            {
                Assert.Single(Bodies.ReadAsync(body).GetAwaiter().GetResult());
            }
            catch (S3Exception exception)
            {
                Assert.InRange(exception.Error.HttpStatus, 400, 403);
            }
        }
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n\r\n")]
    [InlineData("\n")]
    public async Task ReadAsync_TrailerEndedAsSomeClientsDo_IsAccepted(string afterTrailer)
    {
        foreach (PayloadMode mode in (PayloadMode[])[PayloadMode.StreamingSignedTrailer, PayloadMode.StreamingUnsignedTrailer])
        {
            byte[] encoded = new ChunkEncoder(mode, [4]) { Trailer = Trailer, AfterTrailer = afterTrailer }.Encode("content"u8.ToArray());
            using S3Body body = Bodies.Open(Bodies.Put(encoded).With("x-amz-trailer", TrailerName), mode);

            Assert.Equal("content"u8.ToArray(), await Bodies.ReadAsync(body));
            Assert.NotNull(body.TrailingChecksum!());
        }
    }

    [Fact]
    public async Task ReadAsync_SignedChunkNotYetWhole_ShowsNothingOfIt()
    {
        byte[] encoded = new ChunkEncoder(PayloadMode.StreamingSigned, [8]).Encode("12345678abcdefgh"u8.ToArray());
        int secondChunkEnds = 2 * (8 + 2 + 1 + ";chunk-signature=".Length + 64 + 2);
        Pipe source = new();
        InMemoryRequestContext context = new("PUT", "/bucket/key", body: source.Reader, contentLength: null);
        using S3Body body = Bodies.Open(context.With("x-amz-decoded-content-length", "16"), PayloadMode.StreamingSigned);

        await source.Writer.WriteAsync(encoded.AsMemory(0, secondChunkEnds - 1), TestContext.Current.CancellationToken);
        Assert.True(body.Reader.TryRead(out ReadResult first));
        Assert.Equal("12345678"u8.ToArray(), first.Buffer.ToArray());
        body.Reader.AdvanceTo(first.Buffer.End);
        Assert.False(body.Reader.TryRead(out _));

        await source.Writer.WriteAsync(encoded.AsMemory(secondChunkEnds - 1), TestContext.Current.CancellationToken);
        Assert.True(body.Reader.TryRead(out ReadResult second));
        Assert.Equal("abcdefgh"u8.ToArray(), second.Buffer.ToArray());
        body.Reader.AdvanceTo(second.Buffer.End);
        Assert.False(body.Reader.TryRead(out _));

        await source.Writer.CompleteAsync();
        Assert.True((await body.Reader.ReadAsync(TestContext.Current.CancellationToken)).IsCompleted);
    }

    [Fact]
    public async Task ReadAsync_CallerThatConsumesNothing_SeesMoreAndMore()
    {
        byte[] content = new byte[100];
        byte[] encoded = new ChunkEncoder(PayloadMode.StreamingUnsignedTrailer, [7]).Encode(content);
        using S3Body body = Bodies.Open(Bodies.Put(encoded, bytesPerRead: 5), PayloadMode.StreamingUnsignedTrailer);

        ReadResult result = await body.Reader.ReadAtLeastAsync(content.Length, TestContext.Current.CancellationToken);

        Assert.Equal(content.Length, result.Buffer.Length);
    }

    [Fact]
    public async Task CancelPendingRead_WhileNothingArrives_EndsTheRead()
    {
        Pipe source = new();
        InMemoryRequestContext context = new("PUT", "/bucket/key", body: source.Reader, contentLength: null);
        using S3Body body = Bodies.Open(context, PayloadMode.StreamingUnsignedTrailer);
        ValueTask<ReadResult> read = body.Reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.False(read.IsCompleted);

        body.Reader.CancelPendingRead();

        Assert.True((await read).IsCanceled);
    }

    [Fact]
    public async Task ReadAsync_AfterAFailure_FailsAgain()
    {
        using S3Body body = Bodies.Open(Bodies.Put("nonsense\r\n"u8.ToArray()), PayloadMode.StreamingUnsignedTrailer);

        S3Exception first = await Assert.ThrowsAsync<S3Exception>(() => Bodies.ReadAsync(body));
        S3Exception second = await Assert.ThrowsAsync<S3Exception>(() => Bodies.ReadAsync(body));

        Assert.Same(first, second);
    }

    [Fact]
    public async Task ReadAsync_ConnectionBreaks_GivesIncompleteBody()
    {
        IOException cause = new("reset");
        PipeReader source = PipeReader.Create(new TrickleStream("4\r\nab"u8.ToArray(), 6, cause));
        using S3Body body = Bodies.Open(new InMemoryRequestContext("PUT", "/bucket/key", body: source), PayloadMode.StreamingUnsignedTrailer);

        S3Exception exception = await Assert.ThrowsAsync<S3Exception>(() => Bodies.ReadAsync(body));

        Assert.Same(S3Errors.IncompleteBody, exception.Error);
        Assert.Same(cause, exception.InnerException);
    }

    [Theory]
    [InlineData("4;x=y\r\nabcd\r\n0\r\n\r\n", "InvalidRequest")]
    [InlineData("4 \r\nabcd\r\n0\r\n\r\n", "InvalidRequest")]
    [InlineData("0x4\r\nabcd\r\n0\r\n\r\n", "InvalidRequest")]
    [InlineData("-4\r\nabcd\r\n0\r\n\r\n", "InvalidRequest")]
    [InlineData("\r\nabcd\r\n0\r\n\r\n", "InvalidRequest")]
    [InlineData("4\nabcd\r\n0\r\n\r\n", "InvalidRequest")]
    [InlineData("4\r\nabcd\n0\r\n\r\n", "InvalidRequest")]
    [InlineData("4\r\nabcdef\r\n0\r\n\r\n", "InvalidRequest")]
    [InlineData("ffffffffffffffff\r\nabcd\r\n0\r\n\r\n", "InvalidRequest")]
    [InlineData("00000000000000004\r\nabcd\r\n0\r\n\r\n", "InvalidRequest")]
    [InlineData("3\r\nabc\r\n0\r\n\r\n", "IncompleteBody")]
    [InlineData("5\r\nabcde\r\n0\r\n\r\n", "IncompleteBody")]
    [InlineData("2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n", "IncompleteBody")]
    [InlineData("4\r\nabcd\r\n", "IncompleteBody")]
    [InlineData("4\r\nabcd\r\n0\r\n", "IncompleteBody")]
    [InlineData("4\r\nabcd\r\n0\r\n\r\n4\r\nabcd\r\n", "MalformedTrailerError")]
    [InlineData("4\r\nabcd\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", "MalformedTrailerError")]
    [InlineData("4\r\nabcd\r\n0\r\nx-amz-trailer-signature:00\r\n\r\n", "MalformedTrailerError")]
    [InlineData("", "IncompleteBody")]
    public async Task ReadAsync_MalformedUnsignedBody_IsRefused(string encoded, string code)
    {
        InMemoryRequestContext context = Bodies.Put(Encoding.ASCII.GetBytes(encoded)).With("x-amz-decoded-content-length", "4");
        using S3Body body = Bodies.Open(context, PayloadMode.StreamingUnsignedTrailer);

        S3Exception exception = await Assert.ThrowsAsync<S3Exception>(() => Bodies.ReadAsync(body));

        Assert.Equal(code, exception.Error.Code);
    }

    [Theory]
    [InlineData("", "MalformedTrailerError")]
    [InlineData("x-amz-checksum-crc32:sOO8/Q==\r\n", "MalformedTrailerError")]
    [InlineData("x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-checksum-crc32c:sOO8/Q==\r\n", "MalformedTrailerError")]
    [InlineData("x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-meta-a:b\r\n", "MalformedTrailerError")]
    [InlineData("x-amz-checksum-crc32c\r\n", "MalformedTrailerError")]
    [InlineData("x-amz-checksum-crc32c:sOO8\r\n", "InvalidRequest")]
    [InlineData("x-amz-checksum-crc32c:\r\n", "InvalidRequest")]
    [InlineData("x-amz-checksum-crc32c:s=O8/Q==\r\n", "InvalidRequest")]
    [InlineData("x-amz-checksum-crc32c:sOO8/Q==", "IncompleteBody")]
    public async Task ReadAsync_TrailersOtherThanAnnounced_AreRefused(string trailers, string code)
    {
        byte[] encoded = Encoding.ASCII.GetBytes("0\r\n" + trailers + (trailers.EndsWith('\n') || trailers.Length == 0 ? "\r\n" : string.Empty));
        using S3Body body = Bodies.Open(Bodies.Put(encoded).With("x-amz-trailer", TrailerName), PayloadMode.StreamingUnsignedTrailer);

        S3Exception exception = await Assert.ThrowsAsync<S3Exception>(() => Bodies.ReadAsync(body));

        Assert.Equal(code, exception.Error.Code);
    }

    [Fact]
    public async Task ReadAsync_TrailersLongerThanAnyAre_AreRefusedBeforeTheirEnd()
    {
        Pipe source = new();
        using S3Body body = Bodies.Open(
            new InMemoryRequestContext("PUT", "/bucket/key", body: source.Reader, contentLength: null).With("x-amz-trailer", TrailerName),
            PayloadMode.StreamingUnsignedTrailer);
        await source.Writer.WriteAsync(Encoding.ASCII.GetBytes("0\r\n" + new string('a', 5000)), TestContext.Current.CancellationToken);

        S3Exception exception = await Assert.ThrowsAsync<S3Exception>(() => Bodies.ReadAsync(body));

        Assert.Same(S3Errors.InvalidRequest, exception.Error);
    }

    [Fact]
    public async Task ReadAsync_DataAfterTheLastSignedChunk_IsRefused()
    {
        byte[] encoded = [.. new ChunkEncoder(PayloadMode.StreamingSigned, [4]).Encode("abcd"u8.ToArray()), (byte)'x'];
        using S3Body body = Bodies.Open(Bodies.Put(encoded).With("x-amz-decoded-content-length", "4"), PayloadMode.StreamingSigned);

        Assert.Same(S3Errors.InvalidRequest, (await Assert.ThrowsAsync<S3Exception>(() => Bodies.ReadAsync(body))).Error);
    }

    [Fact]
    public async Task ReadAsync_SignedChunkTooLargeToHold_IsRefusedBeforeItsData()
    {
        byte[] head = Encoding.ASCII.GetBytes($"{ChunkDecoder.MaxSignedChunk + 1:x};chunk-signature={ChunkEncoder.Seed}\r\n");
        using S3Body body = Bodies.Open(Bodies.Put(head).With("x-amz-decoded-content-length", "99999999999"), PayloadMode.StreamingSigned);

        Assert.Same(S3Errors.InvalidRequest, (await Assert.ThrowsAsync<S3Exception>(() => Bodies.ReadAsync(body))).Error);
    }

    [Fact]
    public async Task ReadAsync_ChunkBeyondTheDecodedLength_IsRefusedBeforeItsData()
    {
        Pipe source = new();
        InMemoryRequestContext context = new("PUT", "/bucket/key", body: source.Reader, contentLength: null);
        using S3Body body = Bodies.Open(context.With("x-amz-decoded-content-length", "4"), PayloadMode.StreamingUnsignedTrailer);
        await source.Writer.WriteAsync("3\r\nabc\r\n2\r\n"u8.ToArray(), TestContext.Current.CancellationToken);

        S3Exception exception = Assert.Throws<S3Exception>(() => body.Reader.TryRead(out _) && body.Reader.TryRead(out _));

        Assert.Same(S3Errors.IncompleteBody, exception.Error);
    }

    [Fact]
    public async Task ReadAsync_ChunksInAnotherOrder_AreRefused()
    {
        byte[] encoded = new ChunkEncoder(PayloadMode.StreamingSigned, [1]).Encode("ab"u8.ToArray());
        int chunk = 1 + ";chunk-signature=".Length + 64 + 2 + 1 + 2;
        byte[] swapped = [.. encoded[chunk..(2 * chunk)], .. encoded[..chunk], .. encoded[(2 * chunk)..]];
        using S3Body body = Bodies.Open(Bodies.Put(swapped).With("x-amz-decoded-content-length", "2"), PayloadMode.StreamingSigned);

        Assert.Same(S3Errors.SignatureDoesNotMatch, (await Assert.ThrowsAsync<S3Exception>(() => Bodies.ReadAsync(body))).Error);
    }

    [Fact]
    public async Task ReadAsync_LargeContent_IsTheSameByAnyMeansOfReading()
    {
        byte[] content = new byte[3_000_000];
        new Random(1).NextBytes(content);
        byte[] encoded = new ChunkEncoder(PayloadMode.StreamingSigned, [81_920, 1_000_000]).Encode(content);
        using S3Body body = Bodies.Open(Bodies.Put(encoded, 65_536).With("x-amz-decoded-content-length", "3000000"), PayloadMode.StreamingSigned);
        using MemoryStream copy = new();

        await body.Reader.CopyToAsync(copy, TestContext.Current.CancellationToken);

        Assert.True(content.AsSpan().SequenceEqual(copy.ToArray()));
    }

    private static readonly PayloadMode[] AllModes =
        [PayloadMode.StreamingSigned, PayloadMode.StreamingSignedTrailer, PayloadMode.StreamingUnsignedTrailer];

    private static string AwsExampleBody(string first, string second, string last)
        => $"10000;chunk-signature={first}\r\n{new string('a', 65_536)}\r\n400;chunk-signature={second}\r\n{new string('a', 1024)}\r\n0;chunk-signature={last}\r\n";

    private static bool IsCosmetic(byte before, byte after)
        => char.ToLowerInvariant((char)before) == char.ToLowerInvariant((char)after) || (before is (byte)'\r' or (byte)'\n' && after is (byte)' ' or (byte)'\n');
}
