namespace ObjectStore.Erasure;

/// <summary>Data and parity shards of a stripe.</summary>
/// <param name="DataShards">k: this many shards suffice to read.</param>
/// <param name="ParityShards">m: this many may be lost.</param>
internal readonly record struct ErasureGeometry(int DataShards, int ParityShards)
{
    /// <summary>The most drives of an erasure set.</summary>
    public const int MaxShards = 16;

    /// <summary>k + m.</summary>
    public int TotalShards => DataShards + ParityShards;

    /// <summary>Durable shards that a write needs: k, or k + 1 if k = m, so that no two halves of a set can both accept writes.</summary>
    public int WriteQuorum => DataShards == ParityShards ? DataShards + 1 : DataShards;

    /// <summary>The default parity of a set of drives: 1: 0; 2-3: 1; 4-5: 2; 6-7: 3; 8-16: 4.</summary>
    public static int DefaultParity(int drives) => drives switch
    {
        1 => 0,
        <= 3 => 1,
        <= 5 => 2,
        <= 7 => 3,
        _ => 4,
    };
}
