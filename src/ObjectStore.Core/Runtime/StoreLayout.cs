using ObjectStore.Drives.Format;
using ObjectStore.Erasure;

namespace ObjectStore.Runtime;

/// <summary>How drives divide into erasure sets, and what each set can lose.</summary>
/// <param name="SetCount">Erasure sets.</param>
/// <param name="DrivesPerSet">Drives of each set, 1 to 16.</param>
/// <param name="Parity">Parity shards of new blobs.</param>
/// <param name="MetadataReplicas">Drives of the first set that hold a replica of the metadata: min(N, 2P + 1), where P is at least the default parity.</param>
internal sealed record StoreLayout(int SetCount, int DrivesPerSet, int Parity, int MetadataReplicas)
{
    /// <summary>The geometry of new blobs.</summary>
    public ErasureGeometry Geometry => new(DrivesPerSet - Parity, Parity);

    /// <summary>Lays out a new store.</summary>
    /// <exception cref="ArgumentException">The drives do not divide into sets, or the parity does not fit them.</exception>
    public static StoreLayout Create(int drives, int? parity)
    {
        int perSet = DrivesOfSet(drives);
        int inEffect = CheckParity(perSet, parity);
        return new StoreLayout(drives / perSet, perSet, inEffect, ReplicasOf(perSet, inEffect));
    }

    /// <summary>The layout of an existing store. Sets and replicas are as formatted; the parity of new blobs may have been configured anew.</summary>
    /// <exception cref="ArgumentException">The parity does not fit.</exception>
    public static StoreLayout FromFormat(DriveFormat format, int? parity)
        => new(format.SetCount, format.DrivesPerSet, CheckParity(format.DrivesPerSet, parity), ReplicasOf(format.DrivesPerSet, format.Parity));

    /// <summary>Gives the parity of new blobs in a set: the configured or the default one.</summary>
    /// <exception cref="ArgumentException">It is more than half the drives.</exception>
    public static int CheckParity(int drivesPerSet, int? parity)
    {
        int inEffect = parity ?? ErasureGeometry.DefaultParity(drivesPerSet);
        return inEffect >= 0 && inEffect <= drivesPerSet / 2
            ? inEffect
            : throw new ArgumentException($"Parity is {inEffect}; a set of {drivesPerSet} drives allows 0 to {drivesPerSet / 2}.", nameof(ObjectStoreOptions.Parity));
    }

    // Metadata is small and everything hangs on it: a parity below the default does not thin its replicas out.
    private static int ReplicasOf(int drivesPerSet, int parity)
        => Math.Min(drivesPerSet, (2 * Math.Max(parity, ErasureGeometry.DefaultParity(drivesPerSet))) + 1);

    private static int DrivesOfSet(int drives)
    {
        if (drives is >= 1 and <= ErasureGeometry.MaxShards)
        {
            return drives;
        }

        for (int perSet = ErasureGeometry.MaxShards; perSet >= 2; perSet--)
        {
            if (drives > 0 && drives % perSet == 0)
            {
                return perSet;
            }
        }

        throw new ArgumentException(drives == 0
            ? "Drives: none is given; at least one is required."
            : $"Drives: {drives} drives do not divide into equal erasure sets of 2 to {ErasureGeometry.MaxShards}.");
    }
}
