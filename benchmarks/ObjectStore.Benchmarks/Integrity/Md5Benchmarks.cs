using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using ObjectStore.Integrity.Md5Kernels;

namespace ObjectStore.Benchmarks.Integrity;

/// <summary>MD5 of 64 KiB of each of several messages on one thread: OpenSSL one after the other, and the kernels with a message in each lane.</summary>
[Config(typeof(Config))]
[MemoryDiagnoser]
public unsafe class Md5Benchmarks
{
    private const int PieceLength = 64 << 10;

    private readonly IncrementalHash _openSsl = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private byte[][] _pieces = [];
    private MemoryHandle[] _pins = [];
    private byte** _messages;
    private uint* _state;
    private Md5Kernel _kernel = Md5KernelSet.Scalar;

    [Params(1, 4, 8, 16)]
    public int Messages { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _pieces = [.. Enumerable.Range(0, Messages).Select(_ => RandomNumberGenerator.GetBytes(PieceLength))];
        _pins = [.. _pieces.Select(piece => new Memory<byte>(piece).Pin())];
        _kernel = Md5KernelSet.For(Messages);
        _messages = (byte**)NativeMemory.AllocZeroed((nuint)_kernel.Lanes, (nuint)sizeof(byte*));
        _state = (uint*)NativeMemory.AllocZeroed((nuint)(_kernel.Lanes * Md5Kernel.StateWords), sizeof(uint));
        for (int lane = 0; lane < _kernel.Lanes; lane++)
        {
            _messages[lane] = (byte*)_pins[lane % Messages].Pointer;
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        NativeMemory.Free(_messages);
        NativeMemory.Free(_state);
        foreach (MemoryHandle pin in _pins)
        {
            pin.Dispose();
        }
    }

    [Benchmark(Baseline = true)]
    public void OpenSsl()
    {
        foreach (byte[] piece in _pieces)
        {
            _openSsl.AppendData(piece);
        }
    }

    [Benchmark]
    public void Lanes()
    {
        // Where the machine's widest kernel has fewer lanes, they take turns.
        for (int done = 0; done < Messages; done += _kernel.Lanes)
        {
            _kernel.Compress(_state, _messages, PieceLength / Md5Kernel.BlockSize);
        }
    }

    private sealed class Config : ManualConfig
    {
        public Config() => AddColumn(new Throughput(benchmark => PieceLength * (int)benchmark.Parameters[nameof(Messages)]));
    }
}
