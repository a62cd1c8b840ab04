using ObjectStore.S3Protocol.Errors;

namespace ObjectStore.S3Protocol.Operations;

/// <summary>Enforces <c>x-amz-expected-bucket-owner</c>: a client that names an owner must not reach anyone else's bucket.</summary>
internal static class ExpectedOwner
{
    /// <summary>Checks the owners that a request expects.</summary>
    /// <exception cref="S3Exception">AccessDenied.</exception>
    public static void Check(S3Exchange exchange)
    {
        Check(exchange, "x-amz-expected-bucket-owner");
        Check(exchange, "x-amz-source-expected-bucket-owner");
    }

    private static void Check(S3Exchange exchange, string name)
    {
        if (exchange.Fields.Find(name) is string owner && owner != exchange.Services.Owner.Id)
        {
            throw new S3Exception(S3Errors.AccessDenied);
        }
    }
}
