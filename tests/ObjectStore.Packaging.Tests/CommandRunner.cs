using System.Collections;
using System.Diagnostics;

namespace ObjectStore.Packaging.Tests;

/// <summary>Runs programs and gives what they print.</summary>
internal static class CommandRunner
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs a command of the .NET SDK that leaves no build server behind.</summary>
    public static Task<string> DotNetAsync(string workingDirectory, IReadOnlyDictionary<string, string> environment, params string[] arguments)
        => RunAsync(DotNetPath, workingDirectory, environment, [.. arguments, "--disable-build-servers", "--nologo"]);

    /// <summary>Runs a program to its end; an exit code other than 0 fails the test and shows all output.</summary>
    public static async Task<string> RunAsync(
        string program, string workingDirectory, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        RemoveBuildVariables(start.Environment);
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        using CancellationTokenRegistration kill = limit.Token.Register(() => process.Kill(entireProcessTree: true));
        Task<string> error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        string output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None) + await error;
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:{Environment.NewLine}{output}");
    }

    private static string DotNetPath => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>The build that started these tests must not steer the builds that they start.</summary>
    private static void RemoveBuildVariables(IDictionary<string, string?> environment)
    {
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            string name = (string)variable.Key;
            if (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
            {
                environment.Remove(name);
            }
        }
    }
}
