using ObjectStore.Engine.Versions;

namespace ObjectStore.Core.Tests.Engine;

/// <summary>What S3 says of the versions of one key, in the simplest form: a list, newest first.</summary>
internal sealed class VersionModel
{
    private readonly List<ModelVersion> _versions = [];

    public BucketVersioning Versioning { get; set; }

    public IReadOnlyList<ModelVersion> Versions => _versions;

    public ModelVersion? Live => _versions is [{ IsMarker: false } first, ..] ? first : null;

    public void Put(string id, string content) => Add(new ModelVersion(id, IsMarker: false, content));

    public void Delete(string id)
    {
        if (Versioning == BucketVersioning.Unversioned)
        {
            _versions.Clear();
        }
        else
        {
            Add(new ModelVersion(id, IsMarker: true, string.Empty));
        }
    }

    /// <summary>Removes a version for good; false if there is none of the id.</summary>
    public bool Remove(string id) => _versions.RemoveAll(version => version.Id == id) > 0;

    private void Add(ModelVersion version)
    {
        if (Versioning != BucketVersioning.Enabled)
        {
            Remove(VersionId.Null);
        }

        _versions.Insert(0, version);
    }

    internal sealed record ModelVersion(string Id, bool IsMarker, string Content);
}
