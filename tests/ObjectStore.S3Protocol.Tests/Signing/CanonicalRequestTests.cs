using FsCheck;
using FsCheck.Xunit;
using Microsoft.Extensions.Primitives;
using ObjectStore.S3Protocol.Errors;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Signing;

public sealed class CanonicalRequestTests
{
    private const string Target = "/bucket/key?versionId=1";

    [Fact]
    public void Authenticate_SignedHeaderMissing_IsRefused()
        => AwsExample.AssertRefused(new RequestSigner().SignHeader(Get().With("Range", "bytes=0-1")).Without("Range"), S3Errors.SignatureDoesNotMatch);

    [Fact]
    public void Authenticate_SignedHeaderOnlyInQuery_IsRefused()
    {
        InMemoryRequestContext signed = new InMemoryRequestContext("PUT", "/bucket/key?x-amz-acl=private").With("x-amz-acl", "private");
        AwsExample.AssertRefused(new InMemoryRequestContext("PUT", new RequestSigner().Presign(signed)), S3Errors.SignatureDoesNotMatch);
    }

    [Fact]
    public void Authenticate_HeaderValueWithSpaces_IsSignedTrimmedAndFolded()
    {
        InMemoryRequestContext context = new RequestSigner().SignHeader(Get().With("x-amz-meta-text", "a b c"));
        AwsExample.Authenticate(context.With("x-amz-meta-text", "  a   b  c "));
        AwsExample.AssertRefused(context.With("x-amz-meta-text", "ab c"), S3Errors.SignatureDoesNotMatch);
    }

    [Theory]
    [InlineData("Gr\u00fc\u00dfe", "Gr\u00fc\u00dfe")]
    [InlineData("Gr\u00fc\u00dfe", "Gr\u00c3\u00bc\u00c3\u009fe")]
    [InlineData("\u6f22\u5b57", "\u00e6\u00bc\u00a2\u00e5\u00ad\u0097")]
    [InlineData("\u6f22\u5b57", "\u6f22\u5b57")]
    public void Authenticate_HeaderValueBeyondAscii_IsSignedAsUtf8HoweverItIsSent(string text, string sent)
    {
        InMemoryRequestContext context = new RequestSigner().SignHeader(Get().With("x-amz-meta-text", text));
        AwsExample.Authenticate(context.With("x-amz-meta-text", sent));
        AwsExample.AssertRefused(context.With("x-amz-meta-text", sent + "\u00e9"), S3Errors.SignatureDoesNotMatch);
    }

    [Theory]
    [InlineData("PUT", Target, "s3.example.com")]
    [InlineData("HEAD", Target, "s3.example.com")]
    [InlineData("GET", "/bucket/key?versionId=2", "s3.example.com")]
    [InlineData("GET", "/bucket/key?versionId=1&acl", "s3.example.com")]
    [InlineData("GET", "/bucket/key2?versionId=1", "s3.example.com")]
    [InlineData("GET", "/bucket//key?versionId=1", "s3.example.com")]
    [InlineData("GET", "/bucket/./key?versionId=1", "s3.example.com")]
    [InlineData("GET", Target, "s3.example.org")]
    public void Authenticate_SignatureOfAnotherRequest_IsRefused(string method, string target, string host)
    {
        InMemoryRequestContext signed = new RequestSigner().SignHeader(Get());
        InMemoryRequestContext other = new(method, target, host);
        foreach (KeyValuePair<string, StringValues> header in signed.Headers)
        {
            other.With(header.Key, header.Value);
        }

        AwsExample.AssertRefused(other, S3Errors.SignatureDoesNotMatch);

        string presigned = new RequestSigner().Presign(Get());
        string signature = presigned[Target.Length..];
        AwsExample.AssertRefused(new InMemoryRequestContext(method, target + signature, host), S3Errors.SignatureDoesNotMatch);
    }

    [Theory]
    [InlineData("/b/a b", "/b/a%20b")]
    [InlineData("/b/a~b-c_d.e", "/b/%61%7Eb%2dc%5Fd%2Ee")]
    [InlineData("/b/a+b", "/b/a%2Bb")]
    [InlineData("/b/(a)!*'$&=@:,;", "/b/%28a%29%21%2A%27%24%26%3d%40%3A%2C%3B")]
    [InlineData("/b/%E6%BC%A2", "/b/%e6%bc%a2")]
    [InlineData("/b/a//b/../c/.", "/b/a//b/%2E%2E/c/%2e")]
    public void Authenticate_SameKeyEncodedDifferently_IsTheSame(string signedTarget, string sentTarget)
    {
        InMemoryRequestContext signed = new RequestSigner().SignHeader(new InMemoryRequestContext("GET", signedTarget));
        InMemoryRequestContext sent = new("GET", sentTarget);
        foreach (KeyValuePair<string, StringValues> header in signed.Headers)
        {
            sent.With(header.Key, header.Value);
        }

        AwsExample.Authenticate(sent);
    }

    [Theory]
    [InlineData("/b?acl", "/b?acl=")]
    [InlineData("/b?b=2&a=1", "/b?a=1&b=2")]
    [InlineData("/b?a=2&a=1", "/b?a=1&a=2")]
    [InlineData("/b?a=1&a-b=1&aB=1", "/b?aB=1&a-b=1&a=1")]
    [InlineData("/b?prefix=a+b", "/b?prefix=a%2Bb")]
    [InlineData("/b?prefix=a/b", "/b?prefix=a%2Fb")]
    [InlineData("/b?prefix=a=b", "/b?prefix=a%3Db")]
    [InlineData("/b?&a=1&&", "/b?a=1")]
    public void Authenticate_SameQueryWrittenDifferently_IsTheSame(string signedTarget, string sentTarget)
    {
        InMemoryRequestContext signed = new RequestSigner().SignHeader(new InMemoryRequestContext("GET", signedTarget));
        InMemoryRequestContext sent = new("GET", sentTarget);
        foreach (KeyValuePair<string, StringValues> header in signed.Headers)
        {
            sent.With(header.Key, header.Value);
        }

        AwsExample.Authenticate(sent);
    }

    [Fact]
    public void Authenticate_PlusInsteadOfSpace_IsAnotherRequest()
    {
        InMemoryRequestContext signed = new RequestSigner().SignHeader(new InMemoryRequestContext("GET", "/b?prefix=a%20b"));
        InMemoryRequestContext sent = new("GET", "/b?prefix=a+b");
        foreach (KeyValuePair<string, StringValues> header in signed.Headers)
        {
            sent.With(header.Key, header.Value);
        }

        AwsExample.AssertRefused(sent, S3Errors.SignatureDoesNotMatch);
    }

    [Property(MaxTest = 300)]
    public void Authenticate_AnyKeyAndParameters_AgreesWithAnIndependentSigner(NonNull<string> key, (NonNull<string> Name, NonNull<string> Value)[] parameters)
    {
        string query = string.Join('&', parameters.Select(each => $"q{Escape(each.Name.Get)}={Escape(each.Value.Get)}"));
        InMemoryRequestContext context = new("GET", $"/bucket/{Escape(key.Get).Replace("%00", "a", StringComparison.Ordinal)}?{query}");

        AwsExample.Authenticate(new RequestSigner().SignHeader(context));
        AwsExample.Authenticate(new InMemoryRequestContext("GET", new RequestSigner().Presign(new("GET", context.RawTarget))));

        // Uri.EscapeDataString replaces unpaired surrogates.
        static string Escape(string text) => Uri.EscapeDataString(text);
    }

    private static InMemoryRequestContext Get() => new("GET", Target);
}
