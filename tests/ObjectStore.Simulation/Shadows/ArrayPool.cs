namespace ObjectStore;

/// <summary>Arrays that are overwritten when they are given back, so that whoever still uses one is found out.</summary>
internal sealed class ArrayPool<T>
{
    public static ArrayPool<T> Shared { get; } = new();

    public T[] Rent(int minimumLength) => System.Buffers.ArrayPool<T>.Shared.Rent(minimumLength);

    public void Return(T[] array, bool clearArray = false)
    {
        if (array is byte[] bytes)
        {
            bytes.AsSpan().Fill(0xDB);
        }

        System.Buffers.ArrayPool<T>.Shared.Return(array, clearArray);
    }
}
