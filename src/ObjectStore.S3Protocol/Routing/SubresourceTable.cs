using System.Collections.Frozen;
using static ObjectStore.S3Protocol.Routing.S3Operation;

namespace ObjectStore.S3Protocol.Routing;

/// <summary>The sub-resources of S3. Source: AWS, "Amazon S3 API Reference, Actions": the request syntax of each.</summary>
internal static class SubresourceTable
{
    /// <summary>The sub-resources of buckets by name.</summary>
    public static FrozenDictionary<string, Subresource> Bucket { get; } = Index(
        new("abac", Get: GetBucketAbac, Put: PutBucketAbac),
        new("accelerate", Get: GetBucketAccelerateConfiguration, Put: PutBucketAccelerateConfiguration),
        new("acl", Get: GetBucketAcl, Put: PutBucketAcl),
        new("analytics", Get: GetBucketAnalyticsConfiguration, Put: PutBucketAnalyticsConfiguration, Delete: DeleteBucketAnalyticsConfiguration)
        {
            List = ListBucketAnalyticsConfigurations,
        },
        new("cors", Get: GetBucketCors, Put: PutBucketCors, Delete: DeleteBucketCors),
        new("delete", Post: DeleteObjects),
        new("encryption", Get: GetBucketEncryption, Put: PutBucketEncryption, Delete: DeleteBucketEncryption),
        new("events", Get: ListenNotification),
        new(
            "intelligent-tiering",
            Get: GetBucketIntelligentTieringConfiguration,
            Put: PutBucketIntelligentTieringConfiguration,
            Delete: DeleteBucketIntelligentTieringConfiguration)
        {
            List = ListBucketIntelligentTieringConfigurations,
        },
        new("inventory", Get: GetBucketInventoryConfiguration, Put: PutBucketInventoryConfiguration, Delete: DeleteBucketInventoryConfiguration)
        {
            List = ListBucketInventoryConfigurations,
        },
        new("lifecycle", Get: GetBucketLifecycleConfiguration, Put: PutBucketLifecycleConfiguration, Delete: DeleteBucketLifecycle),
        new("location", Get: GetBucketLocation),
        new("logging", Get: GetBucketLogging, Put: PutBucketLogging),
        new(
            "metadataConfiguration",
            Get: GetBucketMetadataConfiguration,
            Post: CreateBucketMetadataConfiguration,
            Delete: DeleteBucketMetadataConfiguration),
        new("metadataInventoryTable", Put: UpdateBucketMetadataInventoryTableConfiguration),
        new("metadataJournalTable", Put: UpdateBucketMetadataJournalTableConfiguration),
        new(
            "metadataTable",
            Get: GetBucketMetadataTableConfiguration,
            Post: CreateBucketMetadataTableConfiguration,
            Delete: DeleteBucketMetadataTableConfiguration),
        new("metrics", Get: GetBucketMetricsConfiguration, Put: PutBucketMetricsConfiguration, Delete: DeleteBucketMetricsConfiguration)
        {
            List = ListBucketMetricsConfigurations,
        },
        new("notification", Get: GetBucketNotificationConfiguration, Put: PutBucketNotificationConfiguration),
        new("object-lock", Get: GetObjectLockConfiguration, Put: PutObjectLockConfiguration),
        new("ownershipControls", Get: GetBucketOwnershipControls, Put: PutBucketOwnershipControls, Delete: DeleteBucketOwnershipControls),
        new("policy", Get: GetBucketPolicy, Put: PutBucketPolicy, Delete: DeleteBucketPolicy),
        new("policyStatus", Get: GetBucketPolicyStatus),
        new("publicAccessBlock", Get: GetPublicAccessBlock, Put: PutPublicAccessBlock, Delete: DeletePublicAccessBlock),
        new("replication", Get: GetBucketReplication, Put: PutBucketReplication, Delete: DeleteBucketReplication),
        new("requestPayment", Get: GetBucketRequestPayment, Put: PutBucketRequestPayment),
        new("session", Get: CreateSession),
        new("tagging", Get: GetBucketTagging, Put: PutBucketTagging, Delete: DeleteBucketTagging),
        new("uploads", Get: ListMultipartUploads),
        new("versioning", Get: GetBucketVersioning, Put: PutBucketVersioning),
        new("versions", Get: ListObjectVersions),
        new("website", Get: GetBucketWebsite, Put: PutBucketWebsite, Delete: DeleteBucketWebsite));

    /// <summary>The sub-resources of objects by name.</summary>
    public static FrozenDictionary<string, Subresource> Object { get; } = Index(
        new("acl", Get: GetObjectAcl, Put: PutObjectAcl),
        new("attributes", Get: GetObjectAttributes),
        new("encryption", Put: UpdateObjectEncryption),
        new("legal-hold", Get: GetObjectLegalHold, Put: PutObjectLegalHold),
        new("renameObject", Put: RenameObject),
        new("restore", Post: RestoreObject),
        new("retention", Get: GetObjectRetention, Put: PutObjectRetention),
        new("select", Post: SelectObjectContent),
        new("tagging", Get: GetObjectTagging, Put: PutObjectTagging, Delete: DeleteObjectTagging),
        new("torrent", Get: GetObjectTorrent),
        new("uploadId", Get: ListParts, Put: UploadPart, Post: CompleteMultipartUpload, Delete: AbortMultipartUpload),
        new("uploads", Post: CreateMultipartUpload));

    private static FrozenDictionary<string, Subresource> Index(params Subresource[] subresources)
        => subresources.ToFrozenDictionary(subresource => subresource.Name, StringComparer.Ordinal);
}
