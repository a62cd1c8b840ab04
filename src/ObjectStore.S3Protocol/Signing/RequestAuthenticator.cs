using Microsoft.Extensions.Primitives;
using ObjectStore.S3Protocol.Errors;

namespace ObjectStore.S3Protocol.Signing;

/// <summary>
/// Finds out who sent a request: verifies its Signature Version 4, in the Authorization header or in the query, or its Signature Version 2 in the
/// query. Safe to use by any number of threads.
/// </summary>
internal sealed class RequestAuthenticator
{
    // Signs for access keys that do not exist, so that they take the same work as those that do. It never lets anyone in.
    private static readonly S3Credentials Nobody = new("nobody", "a secret that opens nothing");

    private readonly Dictionary<string, S3Credentials> _credentials;
    private readonly TimeProvider _timeProvider;
    private readonly ClaimRules _rules;
    private readonly Version2Verifier _version2;
    private readonly SigningKeyCache _signingKeys = new();

    /// <summary>Creates an authenticator.</summary>
    /// <param name="options">The access keys and the region, read now.</param>
    /// <param name="timeProvider">The clock.</param>
    public RequestAuthenticator(S3Options options, TimeProvider timeProvider)
    {
        _credentials = options.Credentials.ToDictionary(credentials => credentials.AccessKey, StringComparer.Ordinal);
        _timeProvider = timeProvider;
        _rules = new ClaimRules(options.Region);
        _version2 = new Version2Verifier(options.Domains);
    }

    /// <summary>Authenticates a request. Its body is not touched: what it has to be checked against is part of the result.</summary>
    /// <exception cref="S3Exception">The request is anonymous (AccessDenied), malformed, or its signature does not hold.</exception>
    public AuthenticatedRequest Authenticate(S3RequestContext context, RequestTarget target)
    {
        HeaderRules.RefuseDuplicates(context, target);
        StringValues authorization = context.GetHeader(AmzHeaders.Authorization);
        bool isPresigned = PresignedQuery.IsPresent(target);
        bool isVersion2 = Version2Claim.IsPresent(target);
        RefuseSecondMechanism(authorization.Count > 0, isPresigned, isVersion2);
        if (string.IsNullOrEmpty(context.Host))
        {
            throw new S3Exception(S3Errors.InvalidRequest, "The Host header is missing.");
        }

        if (isVersion2)
        {
            return AuthenticateVersion2(context, target);
        }

        SignatureClaim claim = authorization.Count > 0 ? AuthorizationHeader.Parse(context, authorization[0] ?? string.Empty)
            : isPresigned ? PresignedQuery.Parse(target)
            : throw new S3Exception(S3Errors.AccessDenied);
        return AuthenticateVersion4(context, target, claim);
    }

    private static void RefuseSecondMechanism(bool hasHeader, bool isPresigned, bool isVersion2)
    {
        if ((hasHeader && (isPresigned || isVersion2)) || (isPresigned && isVersion2))
        {
            throw new S3Exception(
                S3Errors.InvalidArgument,
                "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the "
                + "Authorization header should be specified")
                .WithElement("ArgumentName", "Authorization");
        }
    }

    private AuthenticatedRequest AuthenticateVersion4(S3RequestContext context, RequestTarget target, SignatureClaim claim)
    {
        RefuseTemporaryCredentials(context, target);
        PayloadDeclaration payload = claim.IsPresigned
            ? PayloadDeclaration.FromPresigned(context, target)
            : PayloadDeclaration.FromHeader(context);
        HeaderRules.RefuseUnsigned(context, claim.SignedHeaders);
        _rules.Validate(claim, _timeProvider.GetUtcNow());
        return Verify(context, target, claim, payload);
    }

    private AuthenticatedRequest AuthenticateVersion2(S3RequestContext context, RequestTarget target)
    {
        Version2Claim claim = Version2Claim.Parse(target, _timeProvider.GetUtcNow());
        RefuseTemporaryCredentials(context, target);
        PayloadDeclaration payload = PayloadDeclaration.FromPresigned(context, target);
        bool isKnown = _credentials.TryGetValue(claim.AccessKey, out S3Credentials? credentials);
        bool matches = _version2.Matches(context, target, claim, (credentials ?? Nobody).SecretKey);
        Require(isKnown, matches, claim.AccessKey);
        return new AuthenticatedRequest
        {
            AccessKey = claim.AccessKey,
            IsPresigned = true,
            PayloadMode = payload.Mode,
            PayloadSha256 = payload.Sha256,
        };
    }

    /// <summary>No access key of this server is temporary, so that a session token can only be of another one.</summary>
    private static void RefuseTemporaryCredentials(S3RequestContext context, RequestTarget target)
    {
        if (context.GetHeader(AmzHeaders.SecurityToken).Count > 0 || target.HasQuery(AmzHeaders.SecurityTokenQuery))
        {
            throw new S3Exception(S3Errors.InvalidToken);
        }
    }

    private AuthenticatedRequest Verify(S3RequestContext context, RequestTarget target, SignatureClaim claim, PayloadDeclaration payload)
    {
        bool isKnown = _credentials.TryGetValue(claim.AccessKey, out S3Credentials? credentials);
        byte[] key = _signingKeys.Get(credentials ?? Nobody, claim.Scope);
        byte[] signature = new byte[SignatureVerifier.SignatureLength];
        Span<byte> canonicalHash = stackalloc byte[32];
        CanonicalRequest.Hash(context, target, claim.SignedHeaders, payload.Text, canonicalHash);
        SignatureVerifier.SignHead(key, claim, canonicalHash, signature);
        bool matches = SignatureVerifier.Matches(signature, claim.Signature);
        Require(isKnown, matches, claim.AccessKey);
        return new AuthenticatedRequest
        {
            AccessKey = claim.AccessKey,
            Scope = claim.Scope,
            Timestamp = claim.Timestamp,
            IsPresigned = claim.IsPresigned,
            PayloadMode = payload.Mode,
            PayloadSha256 = payload.Sha256,
            SigningKey = key,
            SeedSignature = signature,
        };
    }

    private static void Require(bool isKnown, bool matches, string accessKey)
    {
        if (!isKnown || !matches)
        {
            throw new S3Exception(isKnown ? S3Errors.SignatureDoesNotMatch : S3Errors.InvalidAccessKeyId).WithElement("AWSAccessKeyId", accessKey);
        }
    }
}
