using ObjectStore;
using ObjectStore.Worker;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Services.AddObjectStore(options => options.Drives = ["./training-data{1...4}"]);
builder.Services.AddHostedService<TrainingService>();
await builder.Build().RunAsync();
