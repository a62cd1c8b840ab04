using ObjectStore;
using ObjectStore.Worker;

// Settings stand beside the program, wherever it is started from; drives are relative to where it is started.
HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddObjectStore(options => options.Drives = ["./training-data{1...4}"]);
builder.Services.AddHostedService<TrainingService>();
await builder.Build().RunAsync();
