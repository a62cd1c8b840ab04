namespace ObjectStore.Load;

/// <summary>The command line.</summary>
internal sealed record LoadOptions
{
    public required Uri Endpoint { get; init; }

    public required string AccessKey { get; init; }

    public required string SecretKey { get; init; }

    public required string Bucket { get; init; }

    public required LoadOperation Operation { get; init; }

    public string Region { get; init; } = "us-east-1";

    /// <summary>Bytes per object.</summary>
    public int Size { get; init; } = 4 << 10;

    /// <summary>Requests in flight, each on its own connection.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>How long a step runs, unless <see cref="Count"/> ends it.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Operations of a step; null: as many as the duration allows.</summary>
    public long? Count { get; init; }

    /// <summary>Distinct objects; PUT overwrites when it has written them all.</summary>
    public int Keys { get; init; } = 1000;

    /// <summary>The server's process, for its CPU time and memory; null: not measured.</summary>
    public int? ServerProcessId { get; init; }

    /// <summary>Whether the payload's SHA-256 is signed, which makes the server compute it.</summary>
    public bool SignPayload { get; init; }

    /// <summary>With PUT, the directory for the same objects as files, to compare; null: no comparison.</summary>
    public string? FilesDirectory { get; init; }

    /// <summary>Whether the objects stay when the run ends.</summary>
    public bool Keep { get; init; }

    /// <summary>Where the results go as JSON; null: nowhere.</summary>
    public string? JsonPath { get; init; }
}
