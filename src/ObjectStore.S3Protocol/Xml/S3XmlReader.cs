using System.Text;
using System.Xml;
using ObjectStore.S3Protocol.Errors;

namespace ObjectStore.S3Protocol.Xml;

/// <summary>
/// Reads a client's XML document forwards: no DTD, so no entities beyond the five of XML; at most 16 levels; with or without namespace
/// and byte order mark. Everything that is not well-formed ends in MalformedXML. For one document, by one caller at a time.
/// </summary>
/// <remarks>Numeric references to characters that XML 1.0 forbids are read as they are meant: clients name such keys in that way.</remarks>
internal sealed class S3XmlReader : IDisposable
{
    private const int MaxDepth = 16;

    private static readonly XmlReaderSettings Settings = new()
    {
        CheckCharacters = false,
        CloseInput = true,
        ConformanceLevel = ConformanceLevel.Document,
        DtdProcessing = DtdProcessing.Prohibit,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        XmlResolver = null,
    };

    private readonly XmlReader _reader;

    private S3XmlReader(XmlReader reader) => _reader = reader;

    /// <summary>Reads a document whose root has a name.</summary>
    /// <param name="document">The document; the caller has bounded its size.</param>
    /// <param name="rootName">The root's name, compared without its namespace.</param>
    /// <param name="readContent">Reads what is in the root, see <see cref="ReadChildren"/>.</param>
    /// <exception cref="S3Exception">MalformedXML: the document is not well-formed, is not this one, or <paramref name="readContent"/> says so.</exception>
    public static void Read(ReadOnlyMemory<byte> document, string rootName, Action<S3XmlReader, string> readContent)
    {
        try
        {
            using var reader = new S3XmlReader(XmlReader.Create(new MemoryStream(document.ToArray(), writable: false), Settings));
            reader.ReadRoot(rootName, readContent);
        }
        catch (XmlException exception)
        {
            throw Malformed(exception);
        }
    }

    /// <summary>Calls back for each child element of the current element with its name; what the callback does not read is skipped.</summary>
    public void ReadChildren(Action<S3XmlReader, string> readChild)
    {
        int depth = _reader.Depth;
        if (depth >= MaxDepth)
        {
            throw Malformed();
        }

        if (_reader.IsEmptyElement)
        {
            return;
        }

        while (ReadNode())
        {
            if (_reader.NodeType == XmlNodeType.EndElement && _reader.Depth == depth)
            {
                return;
            }

            if (_reader.NodeType == XmlNodeType.Element && _reader.Depth == depth + 1)
            {
                readChild(this, _reader.LocalName);
                SkipTo(depth + 1);
            }
            else if (IsText(_reader.NodeType))
            {
                throw Malformed();
            }
        }

        throw Malformed();
    }

    /// <summary>Reads the text of the current element, which may hold no other elements.</summary>
    public string ReadText()
    {
        if (_reader.IsEmptyElement)
        {
            return "";
        }

        string text = "";
        StringBuilder? pieces = null;
        while (ReadNode())
        {
            switch (_reader.NodeType)
            {
                case XmlNodeType.EndElement:
                    return pieces?.ToString() ?? text;
                case XmlNodeType.Element:
                    throw Malformed();
                case var _ when text.Length == 0:
                    text = _reader.Value;
                    break;
                default:
                    (pieces ??= new StringBuilder(text)).Append(_reader.Value);
                    break;
            }
        }

        throw Malformed();
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    /// <summary>The error of a document that is not what it should be.</summary>
    public static S3Exception Malformed(Exception? inner = null) => new(S3Errors.MalformedXML, innerException: inner);

    private void ReadRoot(string rootName, Action<S3XmlReader, string> readContent)
    {
        if (_reader.MoveToContent() != XmlNodeType.Element || _reader.LocalName != rootName)
        {
            throw Malformed();
        }

        ReadChildren(readContent);
        while (_reader.Read())
        {
            // Reads on to the end of the document, which finds out about anything after the root.
        }
    }

    private void SkipTo(int depth)
    {
        // Either the callback read the element to its end tag, or it stands on its start tag still.
        if (_reader.NodeType != XmlNodeType.Element || _reader.IsEmptyElement)
        {
            return;
        }

        while (ReadNode())
        {
            if (_reader.NodeType == XmlNodeType.EndElement && _reader.Depth == depth)
            {
                return;
            }
        }

        throw Malformed();
    }

    private bool ReadNode()
    {
        if (!_reader.Read())
        {
            return false;
        }

        return _reader.Depth <= MaxDepth ? true : throw Malformed();
    }

    private static bool IsText(XmlNodeType type) => type is XmlNodeType.Text or XmlNodeType.CDATA;
}
