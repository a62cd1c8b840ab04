using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace ObjectStore.TrainingLoader;

/// <summary>Records of a plain file, read into one buffer; hashed as well, if wanted, as the store does to verify them.</summary>
internal sealed class FileRecords(SafeFileHandle file, int recordSize, bool hashes) : IRecordSource
{
    private ulong _hash;

    public string Name => hashes ? "file, hashed" : "file";

    public ValueTask<ulong> ReadAsync(ReadOnlyMemory<int> records, CancellationToken cancellationToken)
    {
        byte[] buffer = GC.AllocateUninitializedArray<byte>(recordSize, pinned: true);
        ulong sum = 0;
        foreach (int record in records.Span)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (RandomAccess.Read(file, buffer, (long)record * recordSize) != recordSize)
            {
                throw new IOException("The file is shorter than it was.");
            }

            sum += BitConverter.ToUInt64(buffer);
            if (hashes)
            {
                _hash = XxHash3.HashToUInt64(buffer);
            }
        }

        return ValueTask.FromResult(sum);
    }
}
