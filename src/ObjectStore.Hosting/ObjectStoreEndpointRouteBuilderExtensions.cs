using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ObjectStore.Hosting.Adapter;

namespace ObjectStore.Hosting;

/// <summary>Maps the S3 endpoint of a store.</summary>
public static class ObjectStoreEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Serves S3 and the health paths at every path of the server. Needs
    /// <see cref="ObjectStoreEndpointServiceCollectionExtensions.AddObjectStoreEndpoint"/>. Beside endpoints of your own, give those a host or port
    /// of their own (<c>RequireHost</c>): S3 owns all paths.
    /// </summary>
    public static IEndpointConventionBuilder MapObjectStore(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ObjectStoreEndpoint endpoint = endpoints.ServiceProvider.GetRequiredService<ObjectStoreEndpoint>();
        return endpoints.Map("{**path}", endpoint.HandleAsync).WithDisplayName("ObjectStore S3");
    }
}
