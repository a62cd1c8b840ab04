using BenchmarkDotNet.Attributes;
using ObjectStore.S3Protocol;
using ObjectStore.S3Protocol.Signing;

namespace ObjectStore.Benchmarks.Signing;

/// <summary>
/// What the signature of a request costs: all of it, and the parts that no implementation is spared (the two hashes). The request and its signature are
/// those of AWS's description, "Example: GET Object".
/// </summary>
[MemoryDiagnoser]
public class AuthenticationBenchmarks
{
    private const string Host = "examplebucket.s3.amazonaws.com";
    private const string Empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private readonly byte[] _key = new byte[32];
    private readonly byte[] _text = new byte[256];
    private readonly byte[] _hash = new byte[32];
    private SignedHead _head = null!;
    private RequestTarget _target = null!;
    private RequestAuthenticator _authenticator = null!;
    private string _authorization = "";

    [GlobalSetup]
    public void Setup()
    {
        S3Options options = new() { Credentials = [new S3Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")] };
        _authenticator = new RequestAuthenticator(options, new Clock());
        _authorization = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
            + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41";
        _head = new SignedHead("GET", "/test.txt", Host)
            .With("Range", "bytes=0-9").With("x-amz-content-sha256", Empty).With("x-amz-date", "20130524T000000Z").With("Authorization", _authorization);
        _target = Parse();
        Authenticate();
    }

    [Benchmark(Baseline = true)]
    public object Authenticate() => _authenticator.Authenticate(_head, _target);

    [Benchmark]
    public object ParseTarget() => Parse();

    [Benchmark]
    public object ParseAuthorization() => AuthorizationHeader.Parse(_head, _authorization);

    [Benchmark]
    public void HashCanonicalRequest()
        => CanonicalRequest.Hash(_head, _target, "host;range;x-amz-content-sha256;x-amz-date", Empty, _hash);

    /// <summary>The floor: SHA-256 of a canonical request and HMAC of a string to sign.</summary>
    [Benchmark]
    public void TwoHashes()
    {
        System.Security.Cryptography.SHA256.HashData(_text, _hash);
        System.Security.Cryptography.HMACSHA256.HashData(_key, _text.AsSpan(0, 160), _hash);
    }

    private static RequestTarget Parse()
        => RequestTarget.TryParse("/test.txt", out RequestTarget? target) ? target : throw new InvalidOperationException("The target is not one.");

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2013, 5, 24, 0, 0, 0, TimeSpan.Zero);
    }
}
