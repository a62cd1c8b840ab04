using System.Diagnostics.CodeAnalysis;

namespace ObjectStore.Integrity.Md5Kernels;

/// <summary>
/// The operations of MD5 on a vector of one 32-bit word from each of several messages, the lanes. Implementations are empty structs, so that every
/// kernel is compiled for its own instructions. In every function b was computed by the step before, so what depends on it comes last.
/// </summary>
internal unsafe interface IMd5Lanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Whether this machine can run it.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>Messages hashed at once.</summary>
    static abstract int Lanes { get; }

    /// <summary>The same word in every lane.</summary>
    static abstract TVector Broadcast(uint word);

    /// <summary>Loads one word per lane, which lie one after the other.</summary>
    static abstract TVector Load(uint* words);

    /// <summary>The opposite of <see cref="Load"/>.</summary>
    static abstract void Store(uint* words, TVector vector);

    /// <summary>Loads the 16 words of a block of each lane; <paramref name="words"/>[i] gets the i-th of all lanes.</summary>
    /// <param name="blocks">Where the blocks of the lanes are.</param>
    /// <param name="offset">To be added to each of them, in bytes.</param>
    /// <param name="words">Room for 16 vectors.</param>
    static abstract void LoadBlocks(byte** blocks, nuint offset, TVector* words);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector RotateLeft(TVector value, [ConstantExpected] byte count);

    /// <summary>sum + ((b AND c) OR (NOT b AND d)).</summary>
    static abstract TVector AddF(TVector sum, TVector b, TVector c, TVector d);

    /// <summary>sum + ((b AND d) OR (c AND NOT d)).</summary>
    static abstract TVector AddG(TVector sum, TVector b, TVector c, TVector d);

    /// <summary>sum + (b XOR c XOR d).</summary>
    static abstract TVector AddH(TVector sum, TVector b, TVector c, TVector d);

    /// <summary>sum + (c XOR (b OR NOT d)).</summary>
    static abstract TVector AddI(TVector sum, TVector b, TVector c, TVector d);
}
