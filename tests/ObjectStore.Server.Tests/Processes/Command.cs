using System.Diagnostics;
using System.Text;

namespace ObjectStore.Server.Tests.Processes;

/// <summary>Runs another program and gives what it printed.</summary>
public static class Command
{
    /// <summary>Runs a program that must succeed.</summary>
    public static async Task<string> RunAsync(string program, IEnumerable<string> args, string workingDirectory, params (string Name, string Value)[] environment)
    {
        (int exitCode, string output) = await TryRunAsync(program, args, workingDirectory, environment);
        return exitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', args)} ended with {exitCode}:\n{output}");
    }

    /// <summary>Runs a program.</summary>
    public static async Task<(int ExitCode, string Output)> TryRunAsync(
        string program, IEnumerable<string> args, string workingDirectory, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = workingDirectory };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        var output = new StringBuilder();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await process.WaitForExitAsync();
        return (process.ExitCode, output.ToString());
    }

    private static void Append(StringBuilder output, string? line)
    {
        if (line is not null)
        {
            lock (output)
            {
                output.AppendLine(line);
            }
        }
    }
}
