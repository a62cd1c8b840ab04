using ObjectStore.Hosting.Tests.Raw;
using Xunit;

namespace ObjectStore.Hosting.Tests.Allocations;

/// <summary>
/// Bytes that the whole server allocates for one request over HTTP: Kestrel, protocol, engine, log. The bounds are a little above what was measured; raise
/// one only with a reason. Debug builds allocate more: their async methods keep their state in classes.
/// </summary>
[Collection(typeof(QuietServerCollection))]
public sealed class AllocationTests(InProcessServer server, ITestOutputHelper output)
{
    private const int ObjectSize = 4096;
    private const int Requests = 2000;

#if DEBUG
    private const int GetLimit = 14_000;
    private const int HeadLimit = 9_000;
    private const int PutLimit = 27_000;
#else
    private const int GetLimit = 7_500;
    private const int HeadLimit = 5_200;
    private const int PutLimit = 26_000;
#endif

    [Theory]
    [InlineData("GET", GetLimit)]
    [InlineData("HEAD", HeadLimit)]
    [InlineData("PUT", PutLimit)]
    public async Task Request_4KiB_AllocatesABoundedNumberOfBytes(string method, int limit)
    {
        byte[] content = new byte[ObjectSize];
        new Random(1).NextBytes(content);
        await server.Store.PutObjectAsync("bucket", "allocations", content, cancellationToken: TestContext.Current.CancellationToken);
        byte[] body = method == "PUT" ? content : [];
        using RepeatedRequest request = new(server.Endpoint, method, "/bucket/allocations", body, "UNSIGNED-PAYLOAD");
        Send(request);

        long before = GC.GetTotalAllocatedBytes(precise: true);
        Send(request);
        long perRequest = (GC.GetTotalAllocatedBytes(precise: true) - before) / Requests;

        output.WriteLine($"{method} 4 KiB: {perRequest} bytes");
        Assert.InRange(perRequest, 1, limit);
    }

    private static void Send(RepeatedRequest request)
    {
        for (int i = 0; i < Requests; i++)
        {
            request.Send();
        }
    }
}
