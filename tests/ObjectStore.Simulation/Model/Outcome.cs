namespace ObjectStore.Simulation.Model;

/// <summary>What the client knows of a write.</summary>
internal enum Outcome
{
    /// <summary>It is under way, or its end was not heard of: it may come true yet.</summary>
    InDoubt,

    /// <summary>It was acknowledged, or its effect was seen.</summary>
    Certain,

    /// <summary>It was refused, and has no effect.</summary>
    Refused,
}
