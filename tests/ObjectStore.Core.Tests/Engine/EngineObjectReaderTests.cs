using System.Buffers;
using System.IO.Pipelines;
using FsCheck;
using FsCheck.Xunit;
using ObjectStore.Blobs;
using ObjectStore.Engine.Reading;
using ObjectStore.Engine.Versions;
using ObjectStore.ErasureSets;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;
using Xunit;

namespace ObjectStore.Core.Tests.Engine;

public sealed class EngineObjectReaderTests
{
    [Property(MaxTest = 200)]
    public void Read_AnyRangeOfAnyParts_GivesThoseBytes(byte[][] parts, uint from, uint count, PositiveInt piece)
        => CheckAsync([.. parts.Where(part => part is not null)], from, count, piece.Get).GetAwaiter().GetResult();

    [Fact]
    public async Task Read_BlobGoneUnderTheReader_Throws()
    {
        var blobs = new MemoryBlobStore();
        OpenVersion version = await CreateAsync(blobs, new BlobHolds(), [[1, 2, 3]]);
        await using EngineObjectReader reader = await EngineObjectReader.OpenAsync(blobs, version, 0, 3, default);
        await blobs.DeleteAsync(version.Segments[0].Blob);

        StorageException thrown = await Assert.ThrowsAsync<StorageException>(() => reader.ReadAsync(new byte[3]).AsTask());

        Assert.Equal(StorageErrorCode.DataDamaged, thrown.Code);
    }

    [Fact]
    public async Task Dispose_OfTheStream_EndsTheHold()
    {
        var blobs = new MemoryBlobStore();
        var holds = new BlobHolds();
        OpenVersion version = await CreateAsync(blobs, holds, [[1, 2, 3]]);
        EngineObjectReader reader = await EngineObjectReader.OpenAsync(blobs, version, 0, 3, default);

        await using (Stream stream = reader.AsStream())
        {
            Assert.True(holds.IsHeld(version.Segments[0].Blob.Id));
            Assert.Equal(1, stream.ReadByte());
        }

        Assert.False(holds.IsHeld(version.Segments[0].Blob.Id));
        Assert.Equal(0, blobs.OpenReaders);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reader.ReadAsync(new byte[1]).AsTask());
    }

    [Property(MaxTest = 200)]
    public void ReadAt_AnyPlacesOfAnyParts_GivesThoseBytes(byte[][] parts, uint from, uint count, (uint From, ushort Count)[] places, PositiveInt piece)
        => CheckPlacesAsync([.. parts.Where(part => part is not null)], from, count, places ?? [], piece.Get).GetAwaiter().GetResult();

    [Theory]
    [InlineData(9, 1)]
    [InlineData(13, 1)]
    [InlineData(10, -1)]
    public async Task Lease_OutsideWhatWasOpened_IsRefused(long offset, int length)
    {
        await using EngineObjectReader reader = await OpenAsync(new MemoryBlobStore(), [new byte[20]], 10, 2);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => reader.LeaseAsync(offset, length).AsTask());
    }

    [Theory]
    [InlineData(9)]
    [InlineData(13)]
    public async Task ReadAt_OutsideWhatWasOpened_IsRefused(long offset)
    {
        await using EngineObjectReader reader = await OpenAsync(new MemoryBlobStore(), [new byte[20]], 10, 2);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => reader.ReadAtAsync(offset, new byte[1]).AsTask());
    }

    [Fact]
    public async Task ReadAt_MorePartsThanStayOpen_ClosesThoseUsedLongestAgo()
    {
        var blobs = new MemoryBlobStore();
        byte[][] parts = [.. Enumerable.Range(0, OpenSegments.MaxOpen * 2).Select(static part => new[] { (byte)part })];
        await using EngineObjectReader reader = await OpenAsync(blobs, parts, 0, parts.Length);
        byte[] read = new byte[1];

        for (int part = 0; part < parts.Length; part++)
        {
            Assert.Equal(1, await reader.ReadAtAsync(part, read));
            Assert.Equal(part, read[0]);
        }

        // One more is open for reading on.
        Assert.Equal(OpenSegments.MaxOpen + 1, blobs.OpenReaders);
        int opened = blobs.Opened;
        await reader.ReadAtAsync(parts.Length - 1, read);
        Assert.Equal(opened, blobs.Opened);
        await reader.ReadAtAsync(0, read);
        Assert.Equal(opened + 1, blobs.Opened);
    }

    [Fact]
    public async Task ReadAt_AfterABlobCouldNotBeOpened_TriesAgain()
    {
        var blobs = new MemoryBlobStore();
        await using EngineObjectReader reader = await OpenAsync(blobs, [[1, 2, 3]], 0, 3);
        blobs.FailReads = StorageErrorCode.Unavailable;
        StorageException thrown = await Assert.ThrowsAsync<StorageException>(() => reader.ReadAtAsync(0, new byte[3]).AsTask());
        blobs.FailReads = StorageErrorCode.None;

        Assert.Equal(StorageErrorCode.Unavailable, thrown.Code);
        Assert.Equal(3, await reader.ReadAtAsync(0, new byte[3]));
    }

    [Fact]
    public async Task Lease_FailingInALaterPart_GivesTheMemoryBack()
    {
        var blobs = new MemoryBlobStore();
        OpenVersion version = await CreateAsync(blobs, new BlobHolds(), [[1, 2, 3], [4, 5, 6]]);
        await using EngineObjectReader reader = await EngineObjectReader.OpenAsync(blobs, version, 0, 6, default);
        await blobs.DeleteAsync(version.Segments[1].Blob);

        await Assert.ThrowsAsync<StorageException>(() => reader.LeaseAsync(0, 6).AsTask());

        Assert.Equal(0, blobs.Pool.RentedBytes);
    }

    [Fact]
    public async Task Lease_Cancelled_GivesTheMemoryBack()
    {
        var blobs = new MemoryBlobStore { ReadGate = new TaskCompletionSource() };
        await using EngineObjectReader reader = await OpenAsync(blobs, [[1, 2, 3]], 0, 3);
        using var cancellation = new CancellationTokenSource();
        Task lease = reader.LeaseAsync(0, 3, cancellation.Token).AsTask();

        await cancellation.CancelAsync();
        blobs.ReadGate.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lease);
        Assert.Equal(0, blobs.Pool.RentedBytes);
    }

    [Fact]
    public async Task Dispose_WhileLeased_LeavesTheBytesToTheLease()
    {
        var blobs = new MemoryBlobStore();
        EngineObjectReader reader = await OpenAsync(blobs, [[1, 2, 3], [4, 5, 6]], 0, 6);
        ContentLease lease = await reader.LeaseAsync(1, 4);

        await reader.DisposeAsync();

        Assert.Equal([2, 3, 4, 5], lease.Content.ToArray());
        Assert.Equal(0, blobs.OpenReaders);
        lease.Dispose();
        lease.Dispose();
        Assert.Equal(0, blobs.Pool.RentedBytes);
        Assert.Throws<ObjectDisposedException>(() => lease.Content);
    }

    [Fact]
    public async Task Dispose_WhileReading_WaitsForTheReadAndRefusesLaterOnes()
    {
        var blobs = new MemoryBlobStore { ReadGate = new TaskCompletionSource() };
        var holds = new BlobHolds();
        OpenVersion version = await CreateAsync(blobs, holds, [[1, 2, 3]]);
        EngineObjectReader reader = await EngineObjectReader.OpenAsync(blobs, version, 0, 3, default);
        Task<ContentLease> lease = reader.LeaseAsync(0, 3).AsTask();

        Task disposal = reader.DisposeAsync().AsTask();

        Assert.False(disposal.IsCompleted);
        Assert.True(holds.IsHeld(version.Segments[0].Blob.Id));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reader.LeaseAsync(0, 3).AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reader.ReadAtAsync(0, new byte[1]).AsTask());
        blobs.ReadGate.SetResult();
        await disposal;
        Assert.Equal([1, 2, 3], (await lease).Content.ToArray());
        Assert.Equal(0, blobs.OpenReaders);
        Assert.False(holds.IsHeld(version.Segments[0].Blob.Id));
    }

    [Fact]
    public async Task ReadAt_AfterDisposal_IsRefusedAndOpensNothing()
    {
        var blobs = new MemoryBlobStore();
        EngineObjectReader reader = await OpenAsync(blobs, [[1, 2, 3]], 0, 3);
        await reader.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => reader.ReadAtAsync(0, new byte[1]).AsTask());

        Assert.Equal(0, blobs.OpenReaders);
    }

    private static async Task CheckPlacesAsync(byte[][] parts, uint from, uint count, (uint From, ushort Count)[] places, int maxLease)
    {
        byte[] content = [.. parts.SelectMany(part => part)];
        int start = (int)(from % ((uint)content.Length + 1));
        int end = start + (int)(count % ((uint)(content.Length - start) + 1));
        var blobs = new MemoryBlobStore { MaxLease = maxLease };
        await using (EngineObjectReader reader = await OpenAsync(blobs, parts, start, end - start))
        {
            await Task.WhenAll(places.Select(async place =>
            {
                int offset = start + (int)(place.From % (uint)(end - start + 1));
                byte[] buffer = new byte[place.Count];
                byte[] expected = content[offset..Math.Min(end, offset + buffer.Length)];

                Assert.Equal(expected.Length, await reader.ReadAtAsync(offset, buffer));
                Assert.Equal(expected, buffer[..expected.Length]);
                using ContentLease lease = await reader.LeaseAsync(offset, buffer.Length);
                Assert.Equal(expected, lease.Content.ToArray());
            }));

            // What comes next is what it was.
            byte[] rest = new byte[end - start];
            await reader.AsStream().ReadExactlyAsync(rest);
            Assert.Equal(content[start..end], rest);
        }

        Assert.Equal((0, 0), (blobs.OpenReaders, blobs.Pool.RentedBytes));
    }

    private static async Task<EngineObjectReader> OpenAsync(MemoryBlobStore blobs, byte[][] parts, long offset, long length)
        => await EngineObjectReader.OpenAsync(blobs, await CreateAsync(blobs, new BlobHolds(), parts), offset, length, default);

    private static async Task CheckAsync(byte[][] parts, uint from, uint count, int piece)
    {
        byte[] content = [.. parts.SelectMany(part => part)];
        int offset = (int)(from % ((uint)content.Length + 1));
        int length = (int)(count % ((uint)(content.Length - offset) + 1));
        byte[] expected = content[offset..(offset + length)];

        byte[] buffer = new byte[piece];
        Assert.Equal(expected, await ReadAsync(parts, offset, length, async (reader, output) =>
        {
            int read;
            while ((read = await reader.ReadAsync(buffer)) > 0)
            {
                output.Write(buffer.AsSpan(0, read));
            }
        }));
        Assert.Equal(expected, await ReadAsync(parts, offset, length, (reader, output) => reader.CopyToAsync((Stream)output).AsTask()));
        Assert.Equal(expected, await ReadAsync(parts, offset, length, async (reader, output) =>
        {
            var pipe = PipeWriter.Create(output);
            await reader.CopyToAsync(pipe);
            await pipe.CompleteAsync();
        }));
        Assert.Equal(expected, await ReadAsync(parts, offset, length, async (reader, output) =>
        {
            var memory = new ArrayBufferWriter<byte>();
            await reader.CopyToAsync(memory);
            output.Write(memory.WrittenSpan);
        }));
    }

    private static async Task<byte[]> ReadAsync(byte[][] parts, int offset, int length, Func<ObjectReader, MemoryStream, Task> read)
    {
        var blobs = new MemoryBlobStore();
        var holds = new BlobHolds();
        OpenVersion version = await CreateAsync(blobs, holds, parts);
        var output = new MemoryStream();
        await using (EngineObjectReader reader = await EngineObjectReader.OpenAsync(blobs, version, offset, length, default))
        {
            await read(reader, output);
        }

        Assert.Equal(0, blobs.OpenReaders);
        Assert.All(version.Segments, segment => Assert.False(holds.IsHeld(segment.Blob.Id)));
        return output.ToArray();
    }

    private static async Task<OpenVersion> CreateAsync(MemoryBlobStore blobs, BlobHolds holds, byte[][] parts)
    {
        var records = new List<PartRecord>();
        foreach (byte[] part in parts)
        {
            BlobRef? blob = part.Length == 0 ? null : await WriteAsync(blobs, part);
            records.Add(new PartRecord { Number = records.Count + 1, Size = part.Length, ETag = default, ModifiedMs = 0, Blob = blob });
        }

        var record = new ObjectRecord { ModifiedMs = 0, UploadId = new byte[16], Parts = records };
        var info = new ObjectInfo { Bucket = "bucket", Key = "key", Size = parts.Sum(part => part.Length), ETag = "", LastModified = default };
        using BlobLease lease = holds.Lease();
        return OpenVersion.Create(holds, info, new StoredVersion(default, default(CommitStamp), record, IsCurrent: true), records);
    }

    private static async Task<BlobRef> WriteAsync(MemoryBlobStore blobs, byte[] content)
    {
        await using IBlobWriter writer = blobs.BeginWrite(new BlobOwner(1, "key"u8.ToArray()), null);
        await writer.WriteAsync(new ReadOnlySequence<byte>(content));
        return (await writer.CompleteAsync()).Ref;
    }
}
