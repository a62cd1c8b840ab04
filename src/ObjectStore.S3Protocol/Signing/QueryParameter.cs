namespace ObjectStore.S3Protocol.Signing;

/// <summary>One parameter of a request's query.</summary>
/// <param name="Name">The decoded name.</param>
/// <param name="Value">The decoded value; empty for a parameter without <c>=</c>. <c>+</c> stays a plus.</param>
/// <param name="RawName">The name as on the wire.</param>
/// <param name="RawValue">The value as on the wire.</param>
internal readonly record struct QueryParameter(string Name, string Value, string RawName, string RawValue);
