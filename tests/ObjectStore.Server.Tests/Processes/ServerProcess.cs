using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace ObjectStore.Server.Tests.Processes;

/// <summary>The sample server as a process of its own, on a free loopback port. Stopped by the id of the process that was started.</summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    public const string AccessKey = "minioadmin";
    public const string SecretKey = "minioadmin";

    private const int SigTerm = 15;

    private readonly Process _process;
    private readonly StringBuilder _output;

    private ServerProcess(Process process, StringBuilder output, string endpoint)
    {
        _process = process;
        _output = output;
        Endpoint = endpoint;
    }

    /// <summary>http://127.0.0.1:port</summary>
    public string Endpoint { get; }

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    /// <summary>Everything that it has printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts the server and waits until it says where it serves.</summary>
    public static async Task<ServerProcess> StartAsync(IEnumerable<string> drives, params (string Name, string Value)[] environment)
    {
        (Process process, StringBuilder output, Task<string?> endpoint) = Launch(["server", .. drives, "--address", "127.0.0.1:0"], environment);
        string? address = await endpoint;
        if (address is null)
        {
            await process.WaitForExitAsync();
            throw new InvalidOperationException($"The server did not start:\n{output}");
        }

        return new ServerProcess(process, output, address);
    }

    /// <summary>Runs the server with arguments that make it refuse to start.</summary>
    public static async Task<(int ExitCode, string Output)> RunToExitAsync(string[] args, params (string Name, string Value)[] environment)
    {
        (Process process, StringBuilder output, _) = Launch(args, environment);
        using (process)
        {
            await process.WaitForExitAsync();
            return (process.ExitCode, output.ToString());
        }
    }

    /// <summary>SIGKILL: no chance to do anything more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and the exit code of the clean end.</summary>
    public async Task<int> TerminateAsync()
    {
        if (Signal(_process.Id, SigTerm) != 0)
        {
            throw new InvalidOperationException($"The server could not be signalled: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static (Process Process, StringBuilder Output, Task<string?> Endpoint) Launch(IEnumerable<string> args, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [TestPaths.ServerAssembly, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        var output = new StringBuilder();
        var endpoint = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Receive(line.Data, output, endpoint);
        process.ErrorDataReceived += (_, line) => Receive(line.Data, output, endpoint);
        process.Exited += (_, _) => endpoint.TrySetResult(null);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return (process, output, endpoint.Task);
    }

    private static void Receive(string? line, StringBuilder output, TaskCompletionSource<string?> endpoint)
    {
        if (line is null)
        {
            return;
        }

        lock (output)
        {
            output.AppendLine(line);
        }

        if (EndpointLine().Match(line) is { Success: true } match)
        {
            endpoint.TrySetResult(match.Groups[1].Value);
        }
    }

    [GeneratedRegex(@"^S3 endpoint\s+(http://\S+)")]
    private static partial Regex EndpointLine();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int processId, int signal);
}
