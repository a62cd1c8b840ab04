namespace ObjectStore.Files;

/// <summary>The buffers of a gather write that are still to be written. The memory of the vectors is the caller's, and is changed.</summary>
internal unsafe ref struct IoVectors
{
    public IoVectors(IoVector* first, int count)
    {
        First = first;
        Count = count;
        SkipEmpty();
    }

    public IoVector* First { get; private set; }

    public int Count { get; private set; }

    /// <summary>Takes written bytes off the front.</summary>
    public void Advance(nuint written)
    {
        while (written > 0)
        {
            nuint taken = nuint.Min(written, First->Length);
            First->Base += taken;
            First->Length -= taken;
            written -= taken;
            SkipEmpty();
        }
    }

    /// <summary>Empty buffers would let a write of nothing look like one that makes no progress.</summary>
    private void SkipEmpty()
    {
        while (Count > 0 && First->Length == 0)
        {
            First++;
            Count--;
        }
    }
}
