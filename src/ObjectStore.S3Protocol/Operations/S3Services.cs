using ObjectStore.S3Protocol.Responses;

namespace ObjectStore.S3Protocol.Operations;

/// <summary>What all requests share. Safe to share between threads.</summary>
internal sealed class S3Services
{
    /// <summary>The store.</summary>
    public required IObjectStore Store { get; init; }

    /// <summary>The region shown to clients.</summary>
    public required string Region { get; init; }

    /// <summary>Whether <see cref="Region"/> was configured, so that no other may be asked for.</summary>
    public required bool IsRegionFixed { get; init; }

    /// <summary>The owner of all buckets and objects.</summary>
    public required Owner Owner { get; init; }

    /// <summary>Turns failures into answers.</summary>
    public required FailureTranslator Failures { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider TimeProvider { get; init; }
}
