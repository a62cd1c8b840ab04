#!/usr/bin/env bash
# The aws cli: high-level commands and a walk through s3api.
set -euo pipefail
s3() { aws --endpoint-url "$ENDPOINT" s3 "$@"; }
api() { aws --endpoint-url "$ENDPOINT" s3api "$@"; }

head -c 30000000 /dev/urandom > large
printf 'small' > small
s3 mb s3://aws-cli
s3 cp --only-show-errors large s3://aws-cli/dir/large
s3 cp --only-show-errors small "s3://aws-cli/dir/sm all+%"
s3 cp --only-show-errors s3://aws-cli/dir/large back
cmp large back
s3 cp --only-show-errors s3://aws-cli/dir/large s3://aws-cli/copy
s3 ls s3://aws-cli/ > listing
grep -q 'PRE dir/' listing
printf 'from a pipe' | s3 cp - s3://aws-cli/piped
[ "$(s3 cp s3://aws-cli/piped -)" = 'from a pipe' ]
api head-bucket --bucket aws-cli
api get-bucket-location --bucket aws-cli > /dev/null
[ "$(api head-object --bucket aws-cli --key piped --query ContentLength)" = 11 ]
api get-object --bucket aws-cli --key piped --range bytes=5-8 part > /dev/null
[ "$(cat part)" = 'a pi' ]
api put-object --bucket aws-cli --key meta --body small --metadata colour=blue --content-type text/plain > /dev/null
[ "$(api head-object --bucket aws-cli --key meta --query Metadata.colour --output text)" = blue ]
[ "$(api list-objects-v2 --bucket aws-cli --max-items 2 --query 'length(Contents)')" = 2 ]
[ "$(api list-objects --bucket aws-cli --prefix dir/ --query 'length(Contents)')" = 2 ]
upload=$(api create-multipart-upload --bucket aws-cli --key mp --query UploadId --output text)
head -c 6000000 large > part1
etag1=$(api upload-part --bucket aws-cli --key mp --upload-id "$upload" --part-number 1 --body part1 --query ETag --output text)
etag2=$(api upload-part-copy --bucket aws-cli --key mp --upload-id "$upload" --part-number 2 --copy-source aws-cli/dir/large --copy-source-range bytes=6000000-29999999 --query CopyPartResult.ETag --output text)
[ "$(api list-parts --bucket aws-cli --key mp --upload-id "$upload" --query 'length(Parts)')" = 2 ]
[ "$(api list-multipart-uploads --bucket aws-cli --query 'Uploads[0].Key' --output text)" = mp ]
api complete-multipart-upload --bucket aws-cli --key mp --upload-id "$upload" --multipart-upload "{\"Parts\":[{\"PartNumber\":1,\"ETag\":$etag1},{\"PartNumber\":2,\"ETag\":$etag2}]}" > /dev/null
s3 cp --only-show-errors s3://aws-cli/mp back
cmp large back
url=$(s3 presign s3://aws-cli/piped)
[ "$(curl -sf "$url")" = 'from a pipe' ]
if api get-object --bucket aws-cli --key missing x 2> error; then exit 1; fi
grep -q NoSuchKey error
s3 rm --only-show-errors --recursive s3://aws-cli
s3 rb s3://aws-cli
echo OK
