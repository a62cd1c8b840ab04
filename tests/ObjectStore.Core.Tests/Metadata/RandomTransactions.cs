using ObjectStore.Metadata;

namespace ObjectStore.Core.Tests.Metadata;

/// <summary>Transactions over few keys, so that they meet: conditions that mostly hold, and every kind of change. A counter's key begins with 'c', no other does.</summary>
internal sealed class RandomTransactions(Random random)
{
    private static readonly byte[] Alphabet = [0, 1, (byte)'a', 0xFF];

    public byte[] Key(int maxLength = 3)
    {
        byte[] key = new byte[random.Next(1, maxLength + 1)];
        random.GetItems(Alphabet, key);
        return key;
    }

    public MetadataTransaction Next(MetadataModel model, bool conditions = true)
    {
        var transaction = new MetadataTransaction();
        if (conditions)
        {
            for (int i = random.Next(3); i > 0; i--)
            {
                AddCondition(transaction, model);
            }
        }

        var keys = new HashSet<string>();
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            AddChange(transaction, keys, model);
        }

        return transaction;
    }

    private void AddCondition(MetadataTransaction transaction, MetadataModel model)
    {
        byte[] key = Key(2);
        CommitStamp? stamp = model.StampOf(key);
        if (random.Next(10) == 0)
        {
            stamp = stamp is null ? new CommitStamp(1, 1) : null;
        }
        else if (random.Next(20) == 0 && stamp is { } s)
        {
            stamp = s with { Sequence = s.Sequence + 1 };
        }

        if (stamp is { } required)
        {
            transaction.RequireStamp(key, required);
        }
        else
        {
            transaction.RequireAbsent(key);
        }
    }

    private void AddChange(MetadataTransaction transaction, HashSet<string> keys, MetadataModel model)
    {
        int kind = random.Next(10);
        byte[] key = kind == 0 ? [(byte)'c', (byte)random.Next(3)] : kind < 4 ? ExistingKey(model) : Key();
        if (!keys.Add(Convert.ToHexString(key)))
        {
            return;
        }

        byte[] value = new byte[random.Next(4)];
        random.NextBytes(value);
        if (key[0] == (byte)'c')
        {
            transaction.Add(key, random.Next(-5, 10));
        }
        else if (kind is 1 or 2)
        {
            transaction.Delete(key);
        }
        else if (kind is 8 or 9)
        {
            transaction.PutStamped(new[] { (byte)'s', (byte)random.Next(2) }, value, descending: kind == 8);
        }
        else
        {
            transaction.Put(key, value);
        }
    }

    /// <summary>A key that has a value, if there is one; never one that begins with 't', which tests use as their own.</summary>
    private byte[] ExistingKey(MetadataModel model)
    {
        byte[][] keys = [.. model.Entries.Keys.Where(k => k[0] != (byte)'t')];
        return keys.Length == 0 ? Key() : keys[random.Next(keys.Length)];
    }
}
