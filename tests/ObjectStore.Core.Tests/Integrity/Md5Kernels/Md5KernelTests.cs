using ObjectStore.Integrity.Md5Kernels;
using Xunit;

namespace ObjectStore.Core.Tests.Integrity.Md5Kernels;

public sealed unsafe class Md5KernelTests
{
    public static TheoryData<string> Kernels => [.. Md5KernelSet.All.Where(kernel => kernel.IsSupported).Select(kernel => kernel.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Compress_MessagesAtAnyAddress_GivesTheStatesOfTheScalarKernel(string name)
    {
        Md5Kernel kernel = Md5KernelSet.All.Single(kernel => kernel.Name == name);
        var random = new Random(kernel.Lanes);
        for (int blocks = 0; blocks < 20; blocks++)
        {
            uint[] state = [.. Enumerable.Range(0, kernel.Lanes * Md5Kernel.StateWords).Select(_ => (uint)random.NextInt64(1L << 32))];
            byte[][] messages = [.. Enumerable.Range(0, kernel.Lanes).Select(lane => Message(random, (blocks * Md5Kernel.BlockSize) + lane))];
            uint[] expected = Transpose(messages.Select((message, lane) => CompressAlone(state, kernel.Lanes, message, lane, blocks)));

            Compress(kernel, state, messages, blocks);

            Assert.Equal(expected, state);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(1000)]
    public void For_Lanes_IsTheNarrowestSupportedThatHasThem(int lanes)
    {
        Md5Kernel kernel = Md5KernelSet.For(lanes);

        Assert.True(kernel.IsSupported);
        IEnumerable<Md5Kernel> supported = Md5KernelSet.All.Where(other => other.IsSupported);
        Assert.Equal(Math.Min(lanes, supported.Max(other => other.Lanes)), Math.Min(lanes, kernel.Lanes));
        Assert.DoesNotContain(supported, other => other.Lanes >= lanes && other.Lanes < kernel.Lanes);
    }

    private static byte[] Message(Random random, int length)
    {
        var message = new byte[length];
        random.NextBytes(message);
        return message;
    }

    private static uint[] CompressAlone(uint[] states, int lanes, byte[] message, int lane, int blocks)
    {
        uint[] state = [.. Enumerable.Range(0, Md5Kernel.StateWords).Select(word => states[(word * lanes) + lane])];
        fixed (uint* words = state)
        fixed (byte* start = message)
        {
            byte* unaligned = start + lane;
            Md5KernelSet.Scalar.Compress(words, &unaligned, blocks);
        }

        return state;
    }

    private static void Compress(Md5Kernel kernel, uint[] state, byte[][] messages, int blocks)
    {
        var pins = messages.Select(message => new Memory<byte>(message).Pin()).ToArray();
        byte** starts = stackalloc byte*[kernel.Lanes];
        for (int lane = 0; lane < kernel.Lanes; lane++)
        {
            starts[lane] = (byte*)pins[lane].Pointer + lane;
        }

        fixed (uint* words = state)
        {
            kernel.Compress(words, starts, blocks);
        }

        foreach (System.Buffers.MemoryHandle pin in pins)
        {
            pin.Dispose();
        }
    }

    private static uint[] Transpose(IEnumerable<uint[]> states)
    {
        uint[][] byLane = [.. states];
        return [.. Enumerable.Range(0, Md5Kernel.StateWords).SelectMany(word => byLane.Select(state => state[word]))];
    }
}
