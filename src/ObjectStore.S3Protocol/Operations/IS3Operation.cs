namespace ObjectStore.S3Protocol.Operations;

/// <summary>One operation of S3: reads the request's words, asks the store, answers. Holds no state; safe to share between threads.</summary>
internal interface IS3Operation
{
    /// <summary>Carries out one request that was authenticated and allowed, and answers it.</summary>
    /// <exception cref="Errors.S3Exception">The request is refused. Nothing was answered.</exception>
    /// <exception cref="StorageException">The store refused or failed.</exception>
    ValueTask ExecuteAsync(S3Exchange exchange);
}
