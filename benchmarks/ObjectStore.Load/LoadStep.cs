namespace ObjectStore.Load;

/// <summary>One row of the report.</summary>
/// <param name="Name">As shown.</param>
/// <param name="Operation">What is repeated.</param>
/// <param name="Pool">The objects.</param>
/// <param name="Concurrency">Workers, each with one request in flight.</param>
internal sealed record LoadStep(string Name, LoadOperation Operation, KeyPool Pool, int Concurrency);
