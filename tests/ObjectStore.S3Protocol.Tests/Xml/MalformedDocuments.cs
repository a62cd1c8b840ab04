using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ObjectStore.S3Protocol.Errors;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Xml;

/// <summary>What every parser of documents is tested with.</summary>
internal static class MalformedDocuments
{
    /// <summary>Documents that no parser may take, whatever their root is called.</summary>
    public static IEnumerable<string> Of(string root, string content) =>
    [
        "",
        "   ",
        "text",
        $"<{root}>",
        $"<{root}>{content}",
        $"<{root}>{content}</{root}><More/>",
        $"<{root}>{content}</{root}>text",
        $"<Other>{content}</Other>",
        $"<{root.ToLowerInvariant()}>{content}</{root.ToLowerInvariant()}>",
        $"<{root}>stray text{content}</{root}>",
        $"<!DOCTYPE {root} [<!ENTITY e 'x'>]><{root}>{content}</{root}>",
        $"<!DOCTYPE {root} SYSTEM 'file:///etc/passwd'><{root}>{content}</{root}>",
        $"<{root}>&undefined;{content}</{root}>",
        $"<{root}>{string.Concat(Enumerable.Repeat("<x>", 20))}{string.Concat(Enumerable.Repeat("</x>", 20))}{content}</{root}>",
    ];

    public static void AssertRefused(Action<ReadOnlyMemory<byte>> parse, string document)
    {
        S3Exception exception = Assert.Throws<S3Exception>(() => parse(Encoding.UTF8.GetBytes(document)));
        Assert.Equal("MalformedXML", exception.Error.Code);
        Assert.Equal(400, exception.Error.HttpStatus);
    }

    /// <summary>A good document with bytes changed, cut out, doubled and cut off.</summary>
    public static Arbitrary<byte[]> Damaged(string good)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(good);
        Gen<Func<byte[], byte[]>> step = Gen.OneOf(
            from at in Gen.Choose(0, bytes.Length - 1)
            from value in Gen.Choose(0, 255)
            select (Func<byte[], byte[]>)(input => Replaced(input, at, (byte)value)),
            from at in Gen.Choose(0, bytes.Length - 1)
            from count in Gen.Choose(1, 40)
            select (Func<byte[], byte[]>)(input => [.. input.Take(at), .. input.Skip(at + count)]),
            from at in Gen.Choose(0, bytes.Length - 1)
            from count in Gen.Choose(1, 40)
            select (Func<byte[], byte[]>)(input => [.. input.Take(at + count), .. input.Skip(at)]));
        return Gen.ListOf(step).Select(steps => steps.Take(8).Aggregate(bytes, (input, change) => change(input))).ToArbitrary();
    }

    /// <summary>Whether a parser either takes a document or refuses it properly.</summary>
    public static bool IsHandled(Action<ReadOnlyMemory<byte>> parse, byte[] document)
    {
        try
        {
            parse(document);
            return true;
        }
        catch (S3Exception exception)
        {
            return exception.Error.Code == "MalformedXML";
        }
    }

    private static byte[] Replaced(byte[] input, int at, byte value)
    {
        byte[] output = [.. input];
        if (at < output.Length)
        {
            output[at] = value;
        }

        return output;
    }
}
