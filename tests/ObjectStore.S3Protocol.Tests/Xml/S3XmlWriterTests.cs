using System.Text;
using System.Xml;
using FsCheck;
using FsCheck.Xunit;
using ObjectStore.S3Protocol.Xml;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Xml;

public class S3XmlWriterTests
{
    [Fact]
    public void Declaration_IsUtf8() => Assert.Equal("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", Written.By(xml => xml.Declaration()));

    [Fact]
    public void Root_HasTheS3Namespace()
        => Assert.Equal("<A xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"></A>", Written.By(xml =>
        {
            xml.Root("A"u8);
            xml.End("A"u8);
        }));

    [Theory]
    [InlineData("a&b<c>d\"e'f", "a&amp;b&lt;c&gt;d&quot;e'f")]
    [InlineData("a\rb\nc\td", "a&#xD;b&#xA;c&#x9;d")]
    [InlineData("\u0001\u001f", "&#x1;&#x1F;")]
    [InlineData("\ufffe\uffff\ufffd\uffee", "&#xFFFE;&#xFFFF;\ufffd\uffee")]
    [InlineData("über/日本/\U0001F600", "über/日本/\U0001F600")]
    [InlineData("", "")]
    public void Element_SpecialText_IsEscaped(string text, string expected)
        => Assert.Equal($"<K>{expected}</K>", Written.By(xml => xml.Element("K"u8, text)));

    [Fact]
    public void Element_TextLongerThanTheStack_IsWritten()
    {
        string text = new('ä', 5000);
        Assert.Equal($"<K>{text}</K>", Written.By(xml => xml.Element("K"u8, text)));
    }

    [Fact]
    public void Element_OtherTypes_AreSpelledAsS3Does()
        => Assert.Equal(
            "<N>-9223372036854775808</N><B>true</B><B>false</B><T>2026-01-02T03:04:05.007Z</T><ETag>&quot;abc-2&quot;</ETag>",
            Written.By(xml =>
            {
                xml.Element("N"u8, long.MinValue);
                xml.Element("B"u8, true);
                xml.Element("B"u8, false);
                xml.Element("T"u8, new DateTimeOffset(2026, 1, 2, 5, 4, 5, 7, TimeSpan.FromHours(2)));
                xml.ETag("abc-2");
                xml.OptionalElement("X"u8, null);
            }));

    [Property]
    public bool Element_AnyText_IsReadBackByALenientParser(NonNull<string> text)
    {
        string valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get)).Replace("\0", "", StringComparison.Ordinal);
        return ReadBack(Written.By(xml => xml.Element("K"u8, valid))) == valid;
    }

    [Property]
    public bool Write_UrlEncodedKey_IsReadBackByAStrictParser(NonNull<string> text)
    {
        string key = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get));
        string document = Written.By(xml => KeyEncoding.Url.Write(xml, "K"u8, key));
        using var reader = XmlReader.Create(new StringReader(document));
        reader.MoveToContent();
        string shown = reader.ReadElementContentAsString();
        return Uri.UnescapeDataString(shown) == key && !shown.Contains('+', StringComparison.Ordinal) && shown.All(char.IsAscii);
    }

    [Fact]
    public void Write_UrlEncodedKey_KeepsSlashesAndUnreservedCharacters()
        => Assert.Equal(
            "<K>a-b_c.d~e/quux%20ab/asdf%2Bb%281%29%C3%A4%01</K>",
            Written.By(xml => KeyEncoding.Url.Write(xml, "K"u8, "a-b_c.d~e/quux ab/asdf+b(1)ä\u0001")));

    private static string ReadBack(string document)
    {
        using var reader = XmlReader.Create(new StringReader(document), new XmlReaderSettings { CheckCharacters = false });
        reader.MoveToContent();
        return reader.ReadElementContentAsString();
    }
}
