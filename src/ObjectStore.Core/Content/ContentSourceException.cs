namespace ObjectStore.Content;

/// <summary>
/// Carries an exception that the caller's content source threw, so that it is not taken for one of the store; the engine's edge throws the
/// inner one on.
/// </summary>
internal sealed class ContentSourceException(Exception source) : Exception("The content could not be read from its source.", source);
