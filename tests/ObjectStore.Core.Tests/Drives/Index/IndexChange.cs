namespace ObjectStore.Core.Tests.Drives.Index;

/// <summary>One generated change of a batch. A put without a value is a delete, one with an end deletes a range.</summary>
public sealed record IndexChange(byte[] Key, byte[]? Value, byte[]? End)
{
    public override string ToString()
        => End is not null ? $"DeleteRange {Hex(Key)}..{Hex(End)}" : Value is null ? $"Delete {Hex(Key)}" : $"Put {Hex(Key)}={Hex(Value)}";

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes);
}
