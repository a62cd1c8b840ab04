#!/usr/bin/env bash
# The whole .NET SDK folder goes up with one sync, comes back with another, and nothing differs.
set -euo pipefail
s3() { aws --endpoint-url "$ENDPOINT" s3 "$@"; }

s3 mb s3://sdk-sync
s3 sync --only-show-errors "$SDK" s3://sdk-sync/sdk
s3 sync --only-show-errors s3://sdk-sync/sdk ./back
diff -r "$SDK" ./back
files=$(find "$SDK" -type f | wc -l)
listed=$(s3 ls --recursive s3://sdk-sync/sdk | wc -l)
[ "$files" = "$listed" ] || { echo "$files files, $listed objects listed"; exit 1; }
# A second sync finds nothing to do.
[ -z "$(s3 sync "$SDK" s3://sdk-sync/sdk)" ]
s3 rm --only-show-errors --recursive s3://sdk-sync
s3 rb s3://sdk-sync
echo "$files files OK"
