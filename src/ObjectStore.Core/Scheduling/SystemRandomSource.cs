using System.Security.Cryptography;

namespace ObjectStore.Scheduling;

/// <summary>The operating system's random numbers.</summary>
internal sealed class SystemRandomSource : IRandomSource
{
    public static SystemRandomSource Instance { get; } = new();

    public void Fill(Span<byte> destination) => RandomNumberGenerator.Fill(destination);
}
