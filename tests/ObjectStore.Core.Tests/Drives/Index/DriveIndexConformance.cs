using FsCheck;
using FsCheck.Fluent;
using ObjectStore.Drives.Index;
using Xunit;

namespace ObjectStore.Core.Tests.Drives.Index;

/// <summary>What every index must do; each implementation runs it.</summary>
public abstract class DriveIndexConformance
{
    /// <summary>Opens a new, empty index, which the caller disposes.</summary>
    internal abstract IDriveIndex CreateIndex();

    [Fact]
    public void AnyBatchesAndScans_AgreeWithTheModel()
        => Prop.ForAll(IndexGenerators.Batches, IndexGenerators.Probes, Agrees).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Get_OfAMissingKey_GivesNone()
    {
        using IDriveIndex index = CreateIndex();

        Assert.Null(index.Get("k"u8));
        Assert.Equal(-1, index.Get("k"u8, new byte[1]));
    }

    [Fact]
    public void Get_IntoASmallBuffer_GivesTheLengthAndCopiesNothing()
    {
        using IDriveIndex index = CreateIndex();
        Put(index, "k"u8, "value"u8);
        byte[] buffer = new byte[4];

        Assert.Equal(5, index.Get("k"u8, buffer));
        Assert.Equal(new byte[4], buffer);
        Assert.Equal(5, index.Get("k"u8, []));
    }

    [Fact]
    public void Get_OfAnEmptyValue_DiffersFromNone()
    {
        using IDriveIndex index = CreateIndex();
        Put(index, "k"u8, default);

        Assert.Empty(index.Get("k"u8)!);
        Assert.Equal(0, index.Get("k"u8, new byte[1]));
    }

    [Fact]
    public void Get_OfALargeValue_GivesAllOfIt()
    {
        using IDriveIndex index = CreateIndex();
        byte[] value = new byte[3 << 20];
        new Random(1).NextBytes(value);
        Put(index, "k"u8, value);
        index.Flush();

        Assert.Equal(value, index.Get("k"u8));
    }

    [Fact]
    public void Write_OfABatchTwice_AppliesItAgain()
    {
        using IDriveIndex index = CreateIndex();
        using IIndexBatch batch = index.CreateBatch();
        batch.Put("k"u8, "1"u8);
        index.Write(batch);
        Put(index, "k"u8, "2"u8);

        index.Write(batch);

        Assert.Equal("1"u8.ToArray(), index.Get("k"u8));
    }

    [Fact]
    public void Write_AfterClear_AppliesNothingOfBefore()
    {
        using IDriveIndex index = CreateIndex();
        using IIndexBatch batch = index.CreateBatch();
        batch.Put("a"u8, "1"u8);
        batch.Clear();
        batch.Put("b"u8, "2"u8);

        index.Write(batch);

        Assert.Null(index.Get("a"u8));
        Assert.NotNull(index.Get("b"u8));
    }

    [Fact]
    public void Write_OfAnEmptyBatch_ChangesNothing()
    {
        using IDriveIndex index = CreateIndex();
        using IIndexBatch batch = index.CreateBatch();

        index.Write(batch);

        Assert.True(new IndexModel().Matches(index));
    }

    [Fact]
    public void DeleteRange_ReversedOrEmpty_RemovesNothingAndKeepsTheRestOfTheBatch()
    {
        using IDriveIndex index = CreateIndex();
        Put(index, "b"u8, "1"u8);
        using IIndexBatch batch = index.CreateBatch();
        batch.DeleteRange("c"u8, "a"u8);
        batch.DeleteRange("b"u8, "b"u8);
        batch.DeleteRange("a"u8, default);
        batch.Put("z"u8, "2"u8);

        index.Write(batch);

        Assert.NotNull(index.Get("b"u8));
        Assert.NotNull(index.Get("z"u8));
    }

    [Fact]
    public void Scan_WhileOthersWrite_KeepsTheStateOfItsStart()
    {
        using IDriveIndex index = CreateIndex();
        Put(index, "a"u8, "1"u8);
        Put(index, "c"u8, "1"u8);
        using IIndexCursor cursor = index.Scan(default, default);
        Put(index, "b"u8, "2"u8);
        Put(index, "c"u8, "2"u8);
        index.Flush();

        Assert.True(cursor.MoveNext());
        Assert.True(cursor.MoveNext());
        Assert.Equal("c"u8.ToArray(), cursor.Key.ToArray());
        Assert.Equal("1"u8.ToArray(), cursor.Value.ToArray());
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void Seek_BeforeTheFirstMove_StandsOnTheKeyAndGoesOnFromThere()
    {
        using IDriveIndex index = CreateIndex();
        Put(index, "a"u8, "1"u8);
        Put(index, "b"u8, "2"u8);
        Put(index, "c"u8, "3"u8);
        using IIndexCursor cursor = index.Scan(default, default);

        Assert.True(cursor.Seek("aa"u8));
        Assert.Equal("b"u8.ToArray(), cursor.Key.ToArray());
        Assert.True(cursor.MoveNext());
        Assert.Equal("c"u8.ToArray(), cursor.Key.ToArray());
        Assert.True(cursor.Seek("a"u8));
        Assert.Equal("1"u8.ToArray(), cursor.Value.ToArray());
    }

    [Fact]
    public void Key_OnNoEntry_Throws()
    {
        using IDriveIndex index = CreateIndex();
        using IIndexCursor cursor = index.Scan(default, default);

        Assert.Throws<InvalidOperationException>(() => cursor.Key.Length);
        Assert.False(cursor.MoveNext());
        Assert.Throws<InvalidOperationException>(() => cursor.Value.Length);
    }

    [Fact]
    public void Write_FromManyThreads_KeepsEveryBatchWhole()
    {
        const int Writers = 4;
        const int Rounds = 200;
        using IDriveIndex index = CreateIndex();

        Parallel.For(0, Writers, writer =>
        {
            using IIndexBatch batch = index.CreateBatch();
            for (int round = 0; round < Rounds; round++)
            {
                batch.Clear();
                batch.Put([(byte)writer, 0], BitConverter.GetBytes(round));
                batch.Put([(byte)writer, 1], BitConverter.GetBytes(round));
                index.Write(batch);
                using IIndexCursor cursor = index.Scan([(byte)writer], [(byte)(writer + 1)]);
                Assert.True(cursor.MoveNext());
                byte[] first = cursor.Value.ToArray();
                Assert.True(cursor.MoveNext());
                Assert.Equal(first, cursor.Value.ToArray());
            }
        });

        using IIndexCursor all = index.Scan(default, default);
        int count = 0;
        while (all.MoveNext())
        {
            Assert.Equal(Rounds - 1, BitConverter.ToInt32(all.Value));
            count++;
        }

        Assert.Equal(Writers * 2, count);
    }

    internal static void Put(IDriveIndex index, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        using IIndexBatch batch = index.CreateBatch();
        batch.Put(key, value);
        index.Write(batch);
    }

    internal static void Write(IDriveIndex index, IndexChange[] changes)
    {
        using IIndexBatch batch = index.CreateBatch();
        IndexModel.Fill(batch, changes);
        index.Write(batch);
    }

    /// <summary>Writes the batches, flushing after every third, and looks after each.</summary>
    private void Agrees(IndexChange[][] batches, IndexProbe[] probes)
    {
        using IDriveIndex index = CreateIndex();
        var model = new IndexModel();
        for (int i = 0; i < batches.Length; i++)
        {
            Write(index, batches[i]);
            model.Apply(batches[i]);
            if (i % 3 == 2)
            {
                index.Flush();
            }

            Assert.True(model.Matches(index));
            Array.ForEach(batches[i], change => model.AssertGet(index, change.Key));
        }

        Array.ForEach(probes, probe => model.AssertScan(index, probe));
    }
}
