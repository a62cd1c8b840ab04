namespace ObjectStore.TrainingLoader;

/// <summary>Where records are read from.</summary>
internal interface IRecordSource
{
    string Name { get; }

    /// <summary>Reads records one after the other, and gives a sum over them that tells whether two sources gave the same. Several calls may run at a time.</summary>
    ValueTask<ulong> ReadAsync(ReadOnlyMemory<int> records, CancellationToken cancellationToken);
}
