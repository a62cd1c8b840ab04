using ObjectStore.Content;
using ObjectStore.Metadata;

namespace ObjectStore.Engine;

/// <summary>Commits transactions of the engine: the one place that knows what the outcomes of a commit mean for an operation.</summary>
internal sealed class EngineCommit(IMetadataStore metadata)
{
    /// <summary>Commits an attempt of an operation.</summary>
    /// <param name="transaction">The attempt.</param>
    /// <param name="content">New content that the transaction names; null if there is none.</param>
    /// <param name="cancellationToken">Heeded before the commit begins. Once begun it cannot be taken back, so it runs to its end.</param>
    /// <returns>The transaction's stamp; null if nothing changed and the operation has to read and decide again.</returns>
    /// <exception cref="StorageException">StorageFull: nothing changed. Unavailable: nothing changed, or the outcome is unknown.</exception>
    public async ValueTask<CommitStamp?> TryCommitAsync(EngineTransaction transaction, WrittenContent? content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!transaction.MakesRoom && !metadata.HasRoom)
        {
            throw EngineErrors.StorageFull();
        }

        content?.AddTo(transaction.Metadata);
        transaction.Seal();
        content?.Keep();
        CommitResult result = await metadata.CommitAsync(transaction.Metadata, CancellationToken.None).ConfigureAwait(false);
        switch (result.Status)
        {
            case CommitStatus.Committed:
                return result.Stamp;
            case CommitStatus.Conflict:
                content?.Release();
                return null;
            case CommitStatus.FlushFirst:
                content?.Release();
                await FlushAsync(content, cancellationToken).ConfigureAwait(false);
                return null;
            case CommitStatus.Unavailable:
                content?.Release();
                throw EngineErrors.NoWriteQuorum();
            default:
                throw EngineErrors.OutcomeUnknown();
        }
    }

    private static ValueTask FlushAsync(WrittenContent? content, CancellationToken cancellationToken)
        => content is null
            ? throw new InvalidOperationException("A transaction without new content was told to flush it first.")
            : content.FlushAsync(cancellationToken);
}
