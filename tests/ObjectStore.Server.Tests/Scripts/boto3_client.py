"""boto3 with default settings: what training code does, and the errors it relies on."""
import io
import os

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

s3 = boto3.client("s3", endpoint_url=os.environ["ENDPOINT"])
bucket = "boto3-test"
s3.create_bucket(Bucket=bucket)
assert bucket in [b["Name"] for b in s3.list_buckets()["Buckets"]]

content = os.urandom(20_000_000)
s3.put_object(Bucket=bucket, Key="small", Body=b"hello", Metadata={"run": "7"})
s3.upload_fileobj(io.BytesIO(content), bucket, "models/large.bin")
copy = io.BytesIO()
s3.download_fileobj(bucket, "models/large.bin", copy)
assert copy.getvalue() == content
got = s3.get_object(Bucket=bucket, Key="models/large.bin", Range="bytes=5-104")
assert got["Body"].read() == content[5:105] and got["ResponseMetadata"]["HTTPStatusCode"] == 206
assert s3.head_object(Bucket=bucket, Key="small")["Metadata"] == {"run": "7"}
s3.copy({"Bucket": bucket, "Key": "models/large.bin"}, bucket, "models/copy.bin")
assert s3.get_object(Bucket=bucket, Key="models/copy.bin")["Body"].read() == content

for n in range(25):
    s3.put_object(Bucket=bucket, Key=f"many/{n:03}", Body=str(n).encode())
pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="many/", PaginationConfig={"PageSize": 10})
assert [o["Key"] for page in pages for o in page["Contents"]] == [f"many/{n:03}" for n in range(25)]
listing = s3.list_objects_v2(Bucket=bucket, Delimiter="/")
assert [p["Prefix"] for p in listing["CommonPrefixes"]] == ["many/", "models/"]
assert [o["Key"] for o in listing["Contents"]] == ["small"]

for call, code in [
    (lambda: s3.get_object(Bucket=bucket, Key="missing"), "NoSuchKey"),
    (lambda: s3.get_object(Bucket="no-such-bucket-here", Key="x"), "NoSuchBucket"),
    (lambda: s3.delete_bucket(Bucket=bucket), "BucketNotEmpty"),
    (lambda: s3.head_object(Bucket=bucket, Key="missing"), "404"),
]:
    try:
        call()
        raise AssertionError(code)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response["Error"]

# One connection: empty objects, stored and refused, then one with content.
one = boto3.client("s3", endpoint_url=os.environ["ENDPOINT"], config=Config(max_pool_connections=1, read_timeout=10, retries={"max_attempts": 0}))
one.put_object(Bucket=bucket, Key="empty", Body=b"")
one.put_object(Bucket=bucket, Key="after-empty", Body=b"content")
try:
    one.put_object(Bucket=bucket, Key="empty", Body=b"", IfNoneMatch="*")
    raise AssertionError("PreconditionFailed")
except ClientError as error:
    assert error.response["Error"]["Code"] == "PreconditionFailed", error.response["Error"]
one.put_object(Bucket=bucket, Key="after-refusal", Body=b"content")

keys = [o["Key"] for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket) for o in page["Contents"]]
result = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key} for key in keys]})
assert len(result["Deleted"]) == len(keys) and not result.get("Errors")
s3.delete_bucket(Bucket=bucket)
print("OK")
