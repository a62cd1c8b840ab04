using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ObjectStore.TrainingLoader;

/// <summary>What to read and how. Immutable.</summary>
internal sealed record LoaderOptions
{
    public const string Usage = """
        Stores an object and a plain file of the same content, reads records of both in random order, as a training loader does, and compares.

        usage: ObjectStore.TrainingLoader [options]

          --directory DIR   where drives and file are; what an earlier run left there is used again (default ./training-loader)
          --size SIZE       of the object: 512MiB, 10GiB ... (default 10GiB)
          --record SIZE     of a record (default 64KiB)
          --drives N        1 to 16 drives, directories in DIR; more than one are erasure-coded (default 1)
          --readers N       records that are read at a time (default 1)
          --rounds N        times that every record is read (default 3); the first one may have to wait for the disk
          --seed N          of the order (default 1)
          --share           with one drive: compares with the drive's own file of the object instead of a copy. It begins with the same bytes, so both
                            are in the page cache once, and in the same way.
          --delete          deletes the drives and the file at the end

        It needs twice the size on the disk, and as much free memory to show more than the disk's speed; with --share, once.
        """;

    private const int MaxRecord = 64 << 20;

    private static readonly (string Suffix, long Factor)[] Units = [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("", 1)];

    public string Directory { get; init; } = "./training-loader";

    public long Size { get; init; } = 10L << 30;

    public int RecordSize { get; init; } = 64 << 10;

    public int Drives { get; init; } = 1;

    public int Readers { get; init; } = 1;

    public int Rounds { get; init; } = 3;

    public int Seed { get; init; } = 1;

    public bool Share { get; init; }

    public bool Delete { get; init; }

    /// <summary>Whole records in the object; what is left over at its end is not read.</summary>
    public int Records => checked((int)(Size / RecordSize));

    public static bool TryParse(string[] args, [NotNullWhen(true)] out LoaderOptions? options, [NotNullWhen(false)] out string? error)
    {
        try
        {
            options = Parse(args);
            error = null;
            return true;
        }
        catch (FormatException e)
        {
            options = null;
            error = e.Message;
            return false;
        }
    }

    private static LoaderOptions Parse(string[] args)
    {
        var options = new LoaderOptions();
        for (int i = 0; i < args.Length; i++)
        {
            string name = args[i];
            options = name switch
            {
                "--directory" => options with { Directory = Value() },
                "--size" => options with { Size = ReadSize(name, Value(), 1L << 40) },
                "--record" => options with { RecordSize = (int)ReadSize(name, Value(), MaxRecord) },
                "--drives" => options with { Drives = ReadNumber(name, Value(), 16) },
                "--readers" => options with { Readers = ReadNumber(name, Value(), 256) },
                "--rounds" => options with { Rounds = ReadNumber(name, Value(), 1000) },
                "--seed" => options with { Seed = ReadNumber(name, Value(), int.MaxValue) },
                "--share" => options with { Share = true },
                "--delete" => options with { Delete = true },
                _ => throw new FormatException($"unknown option {name}"),
            };

            string Value() => ++i < args.Length ? args[i] : throw new FormatException($"{name} needs a value");
        }

        if (options.RecordSize < sizeof(ulong) || options.Size / options.RecordSize is < 1 or > int.MaxValue)
        {
            throw new FormatException("--size must hold at least one --record, and that 8 bytes");
        }

        return !options.Share || options.Drives == 1 ? options : throw new FormatException("--share goes with one drive only");
    }

    private static long ReadSize(string name, string text, long max)
    {
        (string suffix, long factor) = Units.First(unit => text.EndsWith(unit.Suffix, StringComparison.OrdinalIgnoreCase));
        return long.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number <= max / factor
            ? number * factor
            : throw new FormatException($"{name} must look like 65536, 64KiB, 512MiB or 10GiB, up to {max} bytes");
    }

    private static int ReadNumber(string name, string text, int max)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= max
            ? number
            : throw new FormatException($"{name} must be a number from 1 to {max}");
}
