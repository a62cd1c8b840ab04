using System.IO.Hashing;
using FsCheck.Xunit;
using ObjectStore.Integrity.Kernels;
using Xunit;

namespace ObjectStore.Core.Tests.Integrity.Kernels;

public sealed class CrcKernelTests
{
    private const int LongestEveryLength = 2048;

    public static TheoryData<string> SupportedKernels()
        => [.. CrcKernels.All.Where(kernel => kernel.IsSupported).Select(kernel => kernel.Name)];

    [Theory]
    [MemberData(nameof(SupportedKernels))]
    public void Append_EveryLengthAndAlignment_EqualsTheLibrary(string kernelName)
    {
        byte[] content = RandomBytes(LongestEveryLength + 64);
        foreach ((CrcProgram program, ulong ones, Func<ReadOnlyMemory<byte>, ulong> library) in Crcs(kernelName))
        {
            for (int length = 0; length <= LongestEveryLength; length++)
            {
                ReadOnlyMemory<byte> piece = content.AsMemory(length % 61, length);
                Assert.True(library(piece) == (program.Append(ones, piece.Span) ^ ones), $"Length {length}.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(SupportedKernels))]
    public void Append_LongContent_EqualsTheLibrary(string kernelName)
    {
        byte[] content = RandomBytes((1 << 20) + 3);
        foreach ((CrcProgram program, ulong ones, Func<ReadOnlyMemory<byte>, ulong> library) in Crcs(kernelName))
        {
            foreach (int length in new[] { 65535, 65536, 65537, 1 << 20, (1 << 20) + 3 })
            {
                Assert.Equal(library(content.AsMemory(0, length)), program.Append(ones, content.AsSpan(0, length)) ^ ones);
            }
        }
    }

    [Property(MaxTest = 200)]
    public bool Append_RandomPieces_EqualsAtOnce(int seed)
    {
        var random = new Random(seed);
        byte[] content = RandomBytes(random.Next(0, 6000));
        return CrcKernels.All.Where(kernel => kernel.IsSupported).SelectMany(kernel => Crcs(kernel.Name)).All(crc =>
        {
            ulong register = crc.Ones;
            for (int position = 0; position < content.Length;)
            {
                int length = random.Next(0, 10) == 0 ? random.Next(0, 2000) : random.Next(0, 300);
                length = Math.Min(length, content.Length - position);
                register = crc.Program.Append(register, content.AsSpan(position, length));
                position += length;
            }

            return (register ^ crc.Ones) == crc.Library(content);
        });
    }

    [Fact]
    public void Append_ScalarKernel_IsTheDefinition()
    {
        byte[] content = RandomBytes(100);
        foreach (CrcPolynomial polynomial in new[] { CrcPolynomial.Crc32, CrcPolynomial.Crc32C, CrcPolynomial.Crc64Nvme })
        {
            ulong register = 0x1234_5678;
            foreach (byte octet in content)
            {
                register ^= octet;
                for (int bit = 0; bit < 8; bit++)
                {
                    register = (register >> 1) ^ ((register & 1) * polynomial.Value);
                }
            }

            Assert.Equal(register, CrcKernels.Scalar.Compile(polynomial).Append(0x1234_5678, content));
        }
    }

    [Fact]
    public void Compile_UnsupportedKernel_ThrowsInsteadOfFaulting()
    {
        Assert.All(
            CrcKernels.All.Where(kernel => !kernel.IsSupported),
            kernel => Assert.Throws<PlatformNotSupportedException>(() => kernel.Compile(CrcPolynomial.Crc32)));
        Assert.True(CrcKernels.Best.IsSupported);
    }

    private static (CrcProgram Program, ulong Ones, Func<ReadOnlyMemory<byte>, ulong> Library)[] Crcs(string kernelName)
    {
        CrcKernel kernel = CrcKernels.All.Single(kernel => kernel.Name == kernelName);
        return
        [
            (kernel.Compile(CrcPolynomial.Crc32), uint.MaxValue, content => Library32(Crc32ParameterSet.Crc32, content)),
            (kernel.Compile(CrcPolynomial.Crc32C), uint.MaxValue, content => Library32(Crc32ParameterSet.Crc32C, content)),
            (kernel.Compile(CrcPolynomial.Crc64Nvme), ulong.MaxValue, Library64),
        ];
    }

    private static ulong Library32(Crc32ParameterSet parameters, ReadOnlyMemory<byte> content)
    {
        var crc = new Crc32(parameters);
        crc.Append(content.Span);
        return crc.GetCurrentHashAsUInt32();
    }

    private static ulong Library64(ReadOnlyMemory<byte> content)
    {
        var crc = new Crc64(Crc64ParameterSet.Nvme);
        crc.Append(content.Span);
        return crc.GetCurrentHashAsUInt64();
    }

    private static byte[] RandomBytes(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }
}
