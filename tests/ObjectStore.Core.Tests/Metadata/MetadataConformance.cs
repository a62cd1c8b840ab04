using System.Buffers.Binary;
using System.Text;
using FsCheck.Xunit;
using ObjectStore.Metadata;
using Xunit;

namespace ObjectStore.Core.Tests.Metadata;

/// <summary>What every <see cref="IMetadataStore"/> does. Derive a class for each implementation.</summary>
public abstract class MetadataConformance
{
    /// <summary>Opens an empty store.</summary>
    private protected abstract ValueTask<IMetadataStore> OpenAsync();

    [Fact]
    public async Task GetAsync_AbsentKey_GivesNull()
    {
        await using IMetadataStore store = await OpenAsync();

        Assert.Null(await store.GetAsync(Key("a")));
    }

    [Fact]
    public async Task CommitAsync_Put_ReadsItsOwnWriteWithItsStamp()
    {
        await using IMetadataStore store = await OpenAsync();

        CommitResult result = await PutAsync(store, "a", "1");

        MetadataValue? read = await store.GetAsync(Key("a"));
        Assert.Equal(CommitStatus.Committed, result.Status);
        Assert.Equal("1"u8.ToArray(), read!.Value.Value.ToArray());
        Assert.Equal(result.Stamp, read.Value.Stamp);
        Assert.Equal(store.Epoch, result.Stamp.Epoch);
    }

    [Fact]
    public async Task CommitAsync_Later_HasLargerStamp()
    {
        await using IMetadataStore store = await OpenAsync();

        CommitResult first = await PutAsync(store, "a", "1");
        CommitResult second = await PutAsync(store, "b", "1");

        Assert.True(second.Stamp > first.Stamp);
    }

    [Fact]
    public async Task CommitAsync_CallersBuffersReusedAfterwards_KeepsWhatWasCommitted()
    {
        await using IMetadataStore store = await OpenAsync();
        byte[] key = "a"u8.ToArray();
        byte[] value = "1"u8.ToArray();
        var transaction = new MetadataTransaction();
        transaction.Put(key, value);

        await store.CommitAsync(transaction);
        key[0] = value[0] = 0;

        Assert.Equal("1"u8.ToArray(), (await store.GetAsync(Key("a")))!.Value.Value.ToArray());
    }

    [Fact]
    public async Task CommitAsync_BrokenCondition_ConflictsAndChangesNothing()
    {
        await using IMetadataStore store = await OpenAsync();
        CommitResult old = await PutAsync(store, "a", "1");
        await PutAsync(store, "a", "2");
        var transaction = new MetadataTransaction();
        transaction.RequireStamp(Key("a"), old.Stamp);
        transaction.RequireAbsent(Key("b"));
        transaction.Put(Key("b"), Key("x"));
        transaction.Delete(Key("a"));

        CommitResult result = await store.CommitAsync(transaction);

        Assert.Equal(CommitStatus.Conflict, result.Status);
        Assert.Null(await store.GetAsync(Key("b")));
        Assert.NotNull(await store.GetAsync(Key("a")));
    }

    [Fact]
    public async Task CommitAsync_RequireAbsentOfDeletedKey_Commits()
    {
        await using IMetadataStore store = await OpenAsync();
        await PutAsync(store, "a", "1");
        var delete = new MetadataTransaction();
        delete.Delete(Key("a"));
        await store.CommitAsync(delete);
        var transaction = new MetadataTransaction();
        transaction.RequireAbsent(Key("a"));
        transaction.Put(Key("a"), Key("2"));

        Assert.Equal(CommitStatus.Committed, (await store.CommitAsync(transaction)).Status);
    }

    [Fact]
    public async Task CommitAsync_NoChanges_Commits()
    {
        await using IMetadataStore store = await OpenAsync();

        Assert.Equal(CommitStatus.Committed, (await store.CommitAsync(new MetadataTransaction())).Status);
    }

    [Fact]
    public async Task CommitAsync_PutStampedDescending_OrdersLaterFirst()
    {
        await using IMetadataStore store = await OpenAsync();
        var stamps = new List<CommitStamp>();
        for (int i = 0; i < 3; i++)
        {
            var transaction = new MetadataTransaction();
            transaction.PutStamped(Key("v/"), Key("d"), descending: true);
            transaction.PutStamped(Key("g/"), Key("a"), descending: false);
            stamps.Add((await store.CommitAsync(transaction)).Stamp);
        }

        List<CommitStamp> descending = await StampsAsync(store, "v/", key => MetadataKeys.ReadDescending(key));
        List<CommitStamp> ascending = await StampsAsync(store, "g/", CommitStamp.Read);

        Assert.Equal(stamps, ascending);
        stamps.Reverse();
        Assert.Equal(stamps, descending);
    }

    [Fact]
    public async Task CommitAsync_ConcurrentAdds_CountEachOnce()
    {
        await using IMetadataStore store = await OpenAsync();

        CommitResult[] results = await Task.WhenAll(Enumerable.Range(1, 100).Select(i => Task.Run(async () =>
        {
            var transaction = new MetadataTransaction();
            transaction.Add(Key("c"), i);
            return await store.CommitAsync(transaction);
        })));

        Assert.All(results, r => Assert.Equal(CommitStatus.Committed, r.Status));
        Assert.Equal(100, results.Select(r => r.Stamp).Distinct().Count());
        MetadataValue? counter = await store.GetAsync(Key("c"));
        Assert.Equal(5050, BinaryPrimitives.ReadInt64LittleEndian(counter!.Value.Value.Span));
        Assert.Equal(results.Max(r => r.Stamp), counter.Value.Stamp);
    }

    [Fact]
    public async Task CommitAsync_AddToWhatIsNoCounter_ThrowsAndChangesNothing()
    {
        await using IMetadataStore store = await OpenAsync();
        await PutAsync(store, "a", "1");
        var transaction = new MetadataTransaction();
        transaction.Put(Key("b"), Key("1"));
        transaction.Add(Key("a"), 1);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.CommitAsync(transaction));

        Assert.Null(await store.GetAsync(Key("b")));
        Assert.Equal(CommitStatus.Committed, (await PutAsync(store, "b", "2")).Status);
    }

    [Fact]
    public async Task CommitAsync_ConcurrentCreatorsOfOneKey_ExactlyOneWins()
    {
        await using IMetadataStore store = await OpenAsync();
        for (int round = 0; round < 50; round++)
        {
            byte[] key = Encoding.UTF8.GetBytes($"k{round}");
            CommitResult[] results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
            {
                var transaction = new MetadataTransaction();
                transaction.RequireAbsent(key);
                transaction.Put(key, new[] { (byte)i });
                CommitResult result = await store.CommitAsync(transaction);
                Assert.NotNull(await store.GetAsync(key)); // what broke the condition can be read
                return result;
            })));

            CommitResult winner = Assert.Single(results, r => r.Status == CommitStatus.Committed);
            Assert.All(results, r => Assert.True(r.Status is CommitStatus.Committed or CommitStatus.Conflict));
            Assert.Equal((byte)Array.IndexOf(results, winner), (await store.GetAsync(key))!.Value.Value.Span[0]);
        }
    }

    [Fact]
    public async Task CommitAsync_ConcurrentReadModifyWrite_LosesNoUpdate()
    {
        await using IMetadataStore store = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 25; i++)
            {
                await IncrementAsync(store, Key("n"));
            }
        })));

        Assert.Equal(200, BinaryPrimitives.ReadInt32LittleEndian((await store.GetAsync(Key("n")))!.Value.Value.Span));
    }

    [Fact]
    public async Task Scan_ChangesAfterwards_AreNotSeen()
    {
        await using IMetadataStore store = await OpenAsync();
        await PutAsync(store, "a", "1");
        await PutAsync(store, "b", "1");
        using IMetadataCursor cursor = store.Scan(default, default);
        Assert.True(await cursor.MoveNextAsync());

        await PutAsync(store, "b", "2");
        await PutAsync(store, "c", "2");

        Assert.True(await cursor.MoveNextAsync());
        Assert.Equal("b=1", Text(cursor));
        Assert.False(await cursor.MoveNextAsync());
        Assert.False(await cursor.MoveNextAsync());
    }

    [Fact]
    public async Task SeekAsync_Forward_GoesToFirstAtOrAfterWithinTheRange()
    {
        await using IMetadataStore store = await OpenAsync();
        await PutAllAsync(store, "a", "b", "d", "e", "g");
        using IMetadataCursor cursor = store.Scan(Key("b"), Key("f"));

        Assert.Equal("b", await SeekAsync(cursor, "a"));
        Assert.Equal("d", await SeekAsync(cursor, "c"));
        Assert.True(await cursor.MoveNextAsync());
        Assert.Equal("e=", Text(cursor));
        Assert.Null(await SeekAsync(cursor, "f"));
        Assert.False(await cursor.MoveNextAsync());
        Assert.Equal("d", await SeekAsync(cursor, "d"));
    }

    [Fact]
    public async Task SeekAsync_Reverse_GoesToLastAtOrBeforeWithinTheRange()
    {
        await using IMetadataStore store = await OpenAsync();
        await PutAllAsync(store, "a", "b", "d", "e", "g");
        using IMetadataCursor cursor = store.Scan(Key("b"), Key("f"), reverse: true);

        Assert.Equal("e", await SeekAsync(cursor, "z"));
        Assert.Equal("d", await SeekAsync(cursor, "d"));
        Assert.Equal("b", await SeekAsync(cursor, "c"));
        Assert.False(await cursor.MoveNextAsync());
        Assert.Null(await SeekAsync(cursor, "a"));
        Assert.Equal("e", await SeekAsync(cursor, "f"));
    }

    [Property(MaxTest = 40)]
    public async Task AnyTransactions_BehaveAsTheModel(int seed)
    {
        var random = new Random(seed);
        var transactions = new RandomTransactions(random);
        var model = new MetadataModel();
        var open = new List<(IMetadataCursor Cursor, Queue<string> Expected)>();
        await using IMetadataStore store = await OpenAsync();
        for (int step = 0; step < 40; step++)
        {
            MetadataTransaction transaction = transactions.Next(model);
            CommitResult result = await store.CommitAsync(transaction);
            Assert.Equal(model.Holds(transaction) ? CommitStatus.Committed : CommitStatus.Conflict, result.Status);
            if (result.Status == CommitStatus.Committed)
            {
                model.Apply(transaction, result.Stamp);
            }

            byte[] key = transactions.Key();
            MetadataValue? value = await store.GetAsync(key);
            Assert.Equal(model.StampOf(key), value?.Stamp);

            (byte[] from, byte[] to, bool reverse) = (random.Next(3) == 0 ? [] : transactions.Key(), random.Next(3) == 0 ? [] : transactions.Key(), random.Next(2) == 0);
            open.Add((store.Scan(from, to, reverse), new Queue<string>(model.Scan(from, to, reverse))));
            (IMetadataCursor cursor, Queue<string> expected) = open[random.Next(open.Count)];
            await AssertNextAsync(cursor, expected);
            await AssertSeekAsync(store, model, transactions.Key(), from, to, reverse);
        }

        foreach ((IMetadataCursor cursor, Queue<string> expected) in open)
        {
            while (await AssertNextAsync(cursor, expected))
            {
            }

            cursor.Dispose();
        }
    }

    private static async Task<bool> AssertNextAsync(IMetadataCursor cursor, Queue<string> expected)
    {
        bool any = expected.TryDequeue(out string? next);
        Assert.Equal(any, await cursor.MoveNextAsync());
        if (any)
        {
            Assert.Equal(next, MetadataModel.Describe(cursor.Key, cursor.Value, cursor.Stamp));
        }

        return any;
    }

    private static async Task AssertSeekAsync(IMetadataStore store, MetadataModel model, byte[] key, byte[] from, byte[] to, bool reverse)
    {
        List<string> range = model.Scan(from, to, reverse);
        List<string> rest = [.. range.SkipWhile(e => KeyOf(e).AsSpan().SequenceCompareTo(key) * (reverse ? -1 : 1) < 0)];
        using IMetadataCursor cursor = store.Scan(from, to, reverse);
        Assert.Equal(rest.Count > 0, await cursor.SeekAsync(key));
        for (int i = 0; i < rest.Count; i++)
        {
            Assert.Equal(rest[i], MetadataModel.Describe(cursor.Key, cursor.Value, cursor.Stamp));
            Assert.Equal(i + 1 < rest.Count, await cursor.MoveNextAsync());
        }
    }

    private static byte[] KeyOf(string described) => Convert.FromHexString(described[..described.IndexOf('=', StringComparison.Ordinal)]);

    private protected static byte[] Key(string text) => Encoding.UTF8.GetBytes(text);

    private protected static async Task<CommitResult> PutAsync(IMetadataStore store, string key, string value)
    {
        var transaction = new MetadataTransaction();
        transaction.Put(Key(key), Key(value));
        return await store.CommitAsync(transaction);
    }

    private static async Task PutAllAsync(IMetadataStore store, params string[] keys)
    {
        var transaction = new MetadataTransaction();
        foreach (string key in keys)
        {
            transaction.Put(Key(key), default);
        }

        Assert.Equal(CommitStatus.Committed, (await store.CommitAsync(transaction)).Status);
    }

    private static async Task IncrementAsync(IMetadataStore store, byte[] key)
    {
        CommitResult result;
        do
        {
            MetadataValue? read = await store.GetAsync(key);
            byte[] next = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(next, 1 + (read is null ? 0 : BinaryPrimitives.ReadInt32LittleEndian(read.Value.Value.Span)));
            var transaction = new MetadataTransaction();
            transaction.RequireUnchanged(key, read);
            transaction.Put(key, next);
            result = await store.CommitAsync(transaction);
        }
        while (result.Status == CommitStatus.Conflict);
        Assert.Equal(CommitStatus.Committed, result.Status);
    }

    private static async Task<List<CommitStamp>> StampsAsync(IMetadataStore store, string prefix, Func<ReadOnlySpan<byte>, CommitStamp> read)
    {
        var stamps = new List<CommitStamp>();
        using IMetadataCursor cursor = store.Scan(Key(prefix), MetadataKeys.After(Key(prefix)));
        while (await cursor.MoveNextAsync())
        {
            CommitStamp stamp = read(cursor.Key[prefix.Length..]);
            Assert.Equal(cursor.Stamp, stamp);
            stamps.Add(stamp);
        }

        return stamps;
    }

    private static async Task<string?> SeekAsync(IMetadataCursor cursor, string key)
        => await cursor.SeekAsync(Key(key)) ? Encoding.UTF8.GetString(cursor.Key) : null;

    private static string Text(IMetadataCursor cursor) => $"{Encoding.UTF8.GetString(cursor.Key)}={Encoding.UTF8.GetString(cursor.Value)}";
}
