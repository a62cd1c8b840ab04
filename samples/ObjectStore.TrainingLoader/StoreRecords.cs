using System.Buffers;

namespace ObjectStore.TrainingLoader;

/// <summary>Records of an object: each block verified, in memory of the store, without a copy.</summary>
internal sealed class StoreRecords(ObjectReader reader, int recordSize) : IRecordSource
{
    public string Name => "store";

    public async ValueTask<ulong> ReadAsync(ReadOnlyMemory<int> records, CancellationToken cancellationToken)
    {
        ulong sum = 0;
        for (int i = 0; i < records.Length; i++)
        {
            using ContentLease record = await reader.LeaseAsync((long)records.Span[i] * recordSize, recordSize, cancellationToken);
            sum += FirstWord(record.Content);
        }

        return sum;
    }

    private static ulong FirstWord(ReadOnlySequence<byte> record)
    {
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        record.Slice(0, word.Length).CopyTo(word);
        return BitConverter.ToUInt64(word);
    }
}
