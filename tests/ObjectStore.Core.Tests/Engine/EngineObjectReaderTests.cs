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
