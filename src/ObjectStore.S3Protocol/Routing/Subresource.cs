namespace ObjectStore.S3Protocol.Routing;

/// <summary>One sub-resource of a bucket or object with the operation of each method; None where the method is not allowed. Immutable.</summary>
/// <param name="Name">The query parameter that names it.</param>
/// <param name="Get">The operation of GET.</param>
/// <param name="Put">The operation of PUT.</param>
/// <param name="Post">The operation of POST.</param>
/// <param name="Delete">The operation of DELETE.</param>
internal sealed record Subresource(
    string Name,
    S3Operation Get = S3Operation.None,
    S3Operation Put = S3Operation.None,
    S3Operation Post = S3Operation.None,
    S3Operation Delete = S3Operation.None)
{
    /// <summary>The operation of GET without an <c>id</c> parameter, for the sub-resources that are lists of configurations. Default: that of GET.</summary>
    public S3Operation List { get; init; }

    /// <summary>The operation of a method; None if it is not allowed.</summary>
    public S3Operation OperationOf(string method, bool hasId) => method switch
    {
        "GET" when !hasId && List != S3Operation.None => List,
        "GET" => Get,
        "PUT" => Put,
        "POST" => Post,
        "DELETE" => Delete,
        _ => S3Operation.None,
    };
}
