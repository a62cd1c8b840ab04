using System.Globalization;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Responses;

namespace ObjectStore.S3Protocol.Operations.Objects;

/// <summary>The failures of GET and HEAD.</summary>
internal static class ReadFailure
{
    /// <summary>Gives the failure of a store's error.</summary>
    public static S3Failure Of(S3Exchange exchange, ReadQuery query, StorageError error)
    {
        S3Failure failure = exchange.Services.Failures.Translate(error, exchange.Subject);
        if (error.Code != StorageErrorCode.InvalidRange)
        {
            return failure;
        }

        if (query.Options.PartNumber is not null)
        {
            return failure with { Error = S3Errors.InvalidPartNumber, Message = S3Errors.InvalidPartNumber.Message };
        }

        List<KeyValuePair<string, string>> elements = [new("RangeRequested", exchange.Fields.Find("range") ?? "")];
        if (error.Current is ObjectInfo current)
        {
            elements.Add(new("ActualObjectSize", current.Size.ToString(CultureInfo.InvariantCulture)));
        }

        return failure with { Elements = elements };
    }
}
