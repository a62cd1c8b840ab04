using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using ObjectStore;
using ObjectStore.Hosting;
using ObjectStore.Server;

if (args.Any(static argument => argument is "--help" or "-h"))
{
    Console.WriteLine(ServerSettings.Usage);
    return 0;
}

if (args is ["--version"])
{
    Console.WriteLine($"ObjectStore {typeof(IObjectStore).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}");
    return 0;
}

// Settings stand beside the program, wherever it is started from; drives are relative to where it is started.
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
builder.Logging.AddSimpleConsole(console => console.SingleLine = true);

ServerSettings settings;
try
{
    settings = ServerSettings.Load(args, builder.Configuration);
}
catch (ServerSettingsException e)
{
    await Console.Error.WriteLineAsync(e.IsUsageWrong ? $"{e.Message}{Environment.NewLine}{Environment.NewLine}{ServerSettings.Usage}" : e.Message);
    return 2;
}

builder.AddObjectStoreServer(settings);
await using WebApplication app = builder.Build();
app.MapObjectStore();
try
{
    await app.StartAsync();
}
catch (ArgumentException e) when (e.ParamName == nameof(ObjectStoreOptions.Parity))
{
    await Console.Error.WriteLineAsync($"The server does not start: MINIO_STORAGE_CLASS_STANDARD is EC:{settings.Parity}: {e.Message}");
    return 2;
}
catch (Exception e) when (e is StorageException or IOException or ArgumentException)
{
    await Console.Error.WriteLineAsync($"The server does not start: {e.Message}");
    return 1;
}

ICollection<string> addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
Banner.Write(Console.Out, addresses, settings, app.Services.GetRequiredService<IObjectStore>().GetStatus());
await app.WaitForShutdownAsync();
return 0;
