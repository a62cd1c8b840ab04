namespace ObjectStore.Integrity.Md5Kernels;

/// <summary>Hashes whole blocks of several messages at once. Immutable.</summary>
internal abstract unsafe class Md5Kernel
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockSize = 64;

    /// <summary>Words of a message's state: A, B, C and D.</summary>
    public const int StateWords = 4;

    /// <summary>What it is called in tests and benchmarks.</summary>
    public abstract string Name { get; }

    /// <summary>Whether this machine can run it.</summary>
    public abstract bool IsSupported { get; }

    /// <summary>Messages hashed at once.</summary>
    public abstract int Lanes { get; }

    /// <summary>Hashes as many blocks of each lane.</summary>
    /// <param name="state">The states: A of all lanes, then B, C and D.</param>
    /// <param name="messages">Where each lane's blocks begin; a lane that is not needed points to those of another.</param>
    /// <param name="blocks">Blocks of each lane, one after the other.</param>
    public abstract void Compress(uint* state, byte** messages, int blocks);
}
