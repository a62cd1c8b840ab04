using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using ObjectStore.S3Protocol.Errors;

namespace ObjectStore.S3Protocol.Signing;

/// <summary>
/// The form of a request that its signature covers: method, path, query, signed headers and payload hash. Source: AWS, "Authenticating
/// Requests: Using the Authorization Header (AWS Signature Version 4)".
/// </summary>
internal static class CanonicalRequest
{
    private const int UsualLength = 1024;

    /// <summary>Computes the SHA-256 of the canonical request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="target">Its target.</param>
    /// <param name="signedHeaders">The names of the signed headers, joined by semicolons.</param>
    /// <param name="payloadHash">The value that stands for the payload.</param>
    /// <param name="destination">Where the hash (32 bytes) goes.</param>
    /// <exception cref="S3Exception">SignatureDoesNotMatch if a signed header is absent.</exception>
    public static void Hash(
        S3RequestContext context, RequestTarget target, string signedHeaders, string payloadHash, Span<byte> destination)
    {
        PooledTextWriter writer = new(UsualLength);
        try
        {
            writer.Write(context.Method);
            writer.Write((byte)'\n');
            CanonicalEncoding.Write(ref writer, target.RawPath, keepSlashes: true);
            writer.Write((byte)'\n');
            WriteQuery(ref writer, target.Query);
            writer.Write((byte)'\n');
            WriteHeaders(ref writer, context, signedHeaders);
            writer.Write((byte)'\n');
            writer.Write(signedHeaders);
            writer.Write((byte)'\n');
            writer.Write(payloadHash);
            SHA256.HashData(writer.Written, destination);
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static void WriteQuery(ref PooledTextWriter writer, IReadOnlyList<QueryParameter> query)
    {
        (string Name, string Value)[] parameters = ArrayPool<(string, string)>.Shared.Rent(query.Count);
        try
        {
            int count = 0;
            foreach (QueryParameter parameter in query)
            {
                if (parameter.Name != AmzHeaders.SignatureQuery)
                {
                    parameters[count++] = (CanonicalEncoding.Encode(parameter.RawName), CanonicalEncoding.Encode(parameter.RawValue));
                }
            }

            parameters.AsSpan(0, count).Sort(CompareParameters);
            WriteParameters(ref writer, parameters.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<(string, string)>.Shared.Return(parameters, clearArray: true);
        }
    }

    private static void WriteParameters(ref PooledTextWriter writer, ReadOnlySpan<(string Name, string Value)> parameters)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            if (i > 0)
            {
                writer.Write((byte)'&');
            }

            writer.Write(parameters[i].Name);
            writer.Write((byte)'=');
            writer.Write(parameters[i].Value);
        }
    }

    private static int CompareParameters((string Name, string Value) left, (string Name, string Value) right)
    {
        int byName = string.CompareOrdinal(left.Name, right.Name);
        return byName != 0 ? byName : string.CompareOrdinal(left.Value, right.Value);
    }

    private static void WriteHeaders(ref PooledTextWriter writer, S3RequestContext context, string signedHeaders)
    {
        foreach (Range range in signedHeaders.AsSpan().Split(';'))
        {
            string name = HeaderNames.Get(signedHeaders.AsSpan()[range]);
            StringValues values = name == "host" ? context.Host : context.GetHeader(name);
            if (values.Count == 0)
            {
                throw new S3Exception(S3Errors.SignatureDoesNotMatch, $"The signed header '{name}' is not present in the request.");
            }

            writer.Write(name);
            writer.Write((byte)':');
            for (int i = 0; i < values.Count; i++)
            {
                if (i > 0)
                {
                    writer.Write((byte)',');
                }

                WriteValue(ref writer, values[i]);
            }

            writer.Write((byte)'\n');
        }
    }

    /// <summary>Writes a value without space around it and with one space where it has several.</summary>
    private static void WriteValue(ref PooledTextWriter writer, ReadOnlySpan<char> value)
    {
        value = value.Trim(" \t");
        int doubled = value.IndexOf("  ");
        while (doubled >= 0)
        {
            writer.WriteHeaderValue(value[..(doubled + 1)]);
            value = value[(doubled + 1)..].TrimStart(' ');
            doubled = value.IndexOf("  ");
        }

        writer.WriteHeaderValue(value);
    }
}
