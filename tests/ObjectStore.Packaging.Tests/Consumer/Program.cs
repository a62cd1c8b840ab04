using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ObjectStore;
using ObjectStore.Hosting;

// Embeds the store and serves it: an object put through the in-process API, and the health path of the endpoint.
WebApplicationBuilder builder = WebApplication.CreateBuilder();
builder.Services.AddObjectStore(options => options.Drives.Add(args[0]));
builder.Services.AddObjectStoreEndpoint();

await using WebApplication app = builder.Build();
app.Urls.Add("http://127.0.0.1:0");
app.MapObjectStore();
await app.StartAsync();

IObjectStore store = app.Services.GetRequiredService<IObjectStore>();
_ = (await store.TryCreateBucketAsync("bucket")).Value;
_ = (await store.TryPutObjectAsync("bucket", "key", PipeReader.Create(new ReadOnlySequence<byte>("content"u8.ToArray())))).Value;

var content = new ArrayBufferWriter<byte>();
await using (ObjectReader reader = (await store.TryOpenObjectAsync("bucket", "key")).Value)
{
    await reader.CopyToAsync(content);
}

using var client = new HttpClient();
using HttpResponseMessage health = await client.GetAsync($"{app.Urls.Single()}/minio/health/live");
await app.StopAsync();
Console.WriteLine($"{System.Text.Encoding.UTF8.GetString(content.WrittenSpan)} {(int)health.StatusCode}");
