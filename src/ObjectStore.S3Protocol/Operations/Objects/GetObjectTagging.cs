using ObjectStore.S3Protocol.Operations.Parameters;
using ObjectStore.S3Protocol.Responses;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Operations.Objects;

/// <summary>
/// Gives an object's tags. Nothing sets tags, so that the set is empty; clients that copy large objects part by part, aws cli 2 among them, ask for it and
/// give up without an answer. Source: AWS, "GetObjectTagging".
/// </summary>
internal sealed class GetObjectTagging : IS3Operation
{
    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        UnsupportedFields.Check(exchange.Fields);
        GetObjectOptions options = new() { VersionId = QueryValues.ReadVersionId(exchange.Target) };
        StorageResult<ObjectInfo> result = await exchange.Store
            .TryGetObjectInfoAsync(exchange.Bucket, exchange.Key, options, exchange.Aborted).ConfigureAwait(false);
        if (!result.IsSuccess)
        {
            await exchange.FailAsync(result.Error).ConfigureAwait(false);
            return;
        }

        exchange.SetVersion(result.Value);
        await XmlResponse.SendAsync(exchange.Context, Write).ConfigureAwait(false);
    }

    internal static void Write(S3XmlWriter xml)
    {
        xml.Root("Tagging"u8);
        xml.Start("TagSet"u8);
        xml.End("TagSet"u8);
        xml.End("Tagging"u8);
    }
}
