using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Xunit;
using Microsoft.Extensions.Logging.Abstractions;
using ObjectStore.Blobs;
using ObjectStore.Content;
using ObjectStore.Core.Tests.Engine;
using ObjectStore.Integrity;
using ObjectStore.Scheduling;
using Xunit;

namespace ObjectStore.Core.Tests.Content;

public sealed class ContentWriterTests
{
    private static readonly BlobOwner Owner = new(1, "key"u8.ToArray());

    private readonly MemoryBlobStore _blobs = new();

    [Property(MaxTest = 50)]
    public void Write_ContentInAnyPieces_HasTheDigestsOfTheWhole(byte[] content, PositiveInt piece)
        => CheckPiecesAsync(content, piece.Get).GetAwaiter().GetResult();

    [Fact]
    public async Task Write_RightDeclarations_AreAccepted()
    {
        byte[] content = RandomNumberGenerator.GetBytes(1000);
        var options = new PutObjectOptions
        {
            ContentLength = 1000,
            ContentMd5 = MD5.HashData(content),
            ExpectedChecksum = new ObjectChecksum(ChecksumAlgorithm.Sha1, SHA1.HashData(content)),
        };

        await using WrittenContent written = (await WriteAsync(content, options)).Value;

        Assert.Equal(options.ExpectedChecksum, written.Checksum);
    }

    [Fact]
    public async Task Write_LessThanDeclared_IsIncomplete()
        => await CheckRefusedAsync(StorageErrorCode.IncompleteBody, new byte[9], new PutObjectOptions { ContentLength = 10 });

    [Fact]
    public async Task Write_MoreThanDeclared_IsRefused()
        => await CheckRefusedAsync(StorageErrorCode.InvalidArgument, new byte[11], new PutObjectOptions { ContentLength = 10 });

    [Fact]
    public async Task Write_NothingWhereSomethingWasDeclared_IsIncomplete()
        => await CheckRefusedAsync(StorageErrorCode.IncompleteBody, [], new PutObjectOptions { ContentLength = 10 });

    [Fact]
    public async Task Write_MoreThanTheLimit_IsTooLarge()
    {
        await CheckRefusedAsync(StorageErrorCode.EntityTooLarge, new byte[21], null);
        await CheckRefusedAsync(StorageErrorCode.EntityTooLarge, [], new PutObjectOptions { ContentLength = 21 });
    }

    [Fact]
    public async Task Write_WrongMd5OrChecksum_IsABadDigest()
    {
        await CheckRefusedAsync(StorageErrorCode.BadDigest, [1], new PutObjectOptions { ContentMd5 = new byte[16] });
        await CheckRefusedAsync(
            StorageErrorCode.BadDigest, [1], new PutObjectOptions { ExpectedChecksum = new ObjectChecksum(ChecksumAlgorithm.Crc32, new byte[4]) });
    }

    [Fact]
    public async Task Write_MalformedDeclarations_AreRefusedBeforeReading()
    {
        await CheckRefusedAsync(StorageErrorCode.InvalidArgument, [1], new PutObjectOptions { ContentMd5 = new byte[15] });
        await CheckRefusedAsync(StorageErrorCode.InvalidArgument, [1], new PutObjectOptions { ContentLength = -1 });
        await CheckRefusedAsync(StorageErrorCode.InvalidArgument, [1], new PutObjectOptions { ChecksumAlgorithm = (ChecksumAlgorithm)99 });
        await CheckRefusedAsync(StorageErrorCode.InvalidArgument, [1], new PutObjectOptions { TrailingChecksum = () => null });
        await CheckRefusedAsync(
            StorageErrorCode.InvalidArgument, [1], new PutObjectOptions { ExpectedChecksum = new ObjectChecksum(ChecksumAlgorithm.Crc32, new byte[5]) });
        await CheckRefusedAsync(
            StorageErrorCode.InvalidArgument,
            [1],
            new PutObjectOptions { ChecksumAlgorithm = ChecksumAlgorithm.Sha1, ExpectedChecksum = new ObjectChecksum(ChecksumAlgorithm.Crc32, new byte[4]) });
    }

    [Fact]
    public async Task Write_TrailingChecksum_IsAskedForOnceAtTheEnd()
    {
        byte[] content = [1, 2, 3];
        int asked = 0;
        PutObjectOptions Options(ObjectChecksum? checksum)
            => new() { ChecksumAlgorithm = ChecksumAlgorithm.Sha256, TrailingChecksum = () => { asked++; return checksum; } };

        await using WrittenContent written = (await WriteAsync(content, Options(new ObjectChecksum(ChecksumAlgorithm.Sha256, SHA256.HashData(content))))).Value;

        Assert.Equal(1, asked);
        Assert.Equal(SHA256.HashData(content), written.Checksum!.Value.ToArray());
        await written.DisposeAsync();
        await CheckRefusedAsync(StorageErrorCode.BadDigest, content, Options(null));
        await CheckRefusedAsync(StorageErrorCode.BadDigest, content, Options(new ObjectChecksum(ChecksumAlgorithm.Sha256, new byte[32])));
    }

    private async Task CheckPiecesAsync(byte[] content, int piece)
    {
        var pipe = new Pipe();
        Task<StorageResult<WrittenContent>> writing = WriteAsync(pipe.Reader, new PutObjectOptions { ChecksumAlgorithm = ChecksumAlgorithm.Crc64Nvme });
        foreach (byte[] chunk in content.Chunk(piece))
        {
            await pipe.Writer.WriteAsync(chunk);
        }

        await pipe.Writer.CompleteAsync();
        await using WrittenContent written = (await writing).Value;
        using ContentChecksum checksum = ContentChecksum.Create(ChecksumAlgorithm.Crc64Nvme);
        checksum.Append(content);
        Assert.Equal(content.Length, written.Length);
        Assert.Equal(MD5.HashData(content), written.Md5.ToArray());
        Assert.Equal(checksum.Finish(), written.Checksum!.Value.ToArray());
        Assert.Equal(content.Length == 0, written.Blob is null);
        Assert.Equal(content.Length, written.Blob?.Length ?? 0);
    }

    private async Task CheckRefusedAsync(StorageErrorCode expected, byte[] content, WriteContentOptions? options)
    {
        StorageResult<WrittenContent> result = await WriteAsync(content, options, maxLength: 20);

        Assert.Equal(expected, result.Error!.Code);
        Assert.Equal(0, _blobs.Count);
        Assert.Equal(0, _blobs.OpenWriters);
    }

    private Task<StorageResult<WrittenContent>> WriteAsync(byte[] content, WriteContentOptions? options, long maxLength = 1 << 20)
        => WriteAsync(PipeReader.Create(new ReadOnlySequence<byte>(content)), options, maxLength);

    private Task<StorageResult<WrittenContent>> WriteAsync(PipeReader content, WriteContentOptions? options, long maxLength = 1 << 20)
        => new ContentWriter(_blobs, new Md5Scheduler(ThreadPoolScheduler.Instance), NullLogger.Instance).WriteAsync(content, Owner, options, maxLength, default).AsTask();
}
