#!/usr/bin/env bash
# rclone with an S3 remote of its "Other" provider.
set -euo pipefail
# An old rclone takes no certificate bundle, and plain HTTP needs none.
unset AWS_CA_BUNDLE
mkdir -p .config/rclone
cat > .config/rclone/rclone.conf <<EOF
[store]
type = s3
provider = Other
access_key_id = $AWS_ACCESS_KEY_ID
secret_access_key = $AWS_SECRET_ACCESS_KEY
endpoint = $ENDPOINT
EOF
mkdir -p tree/sub
head -c 250000000 /dev/urandom > tree/large
for n in $(seq 30); do printf 'file %s' "$n" > "tree/sub/file ü $n"; done
rclone mkdir store:rclone-test
rclone sync tree store:rclone-test/tree
rclone check tree store:rclone-test/tree
rclone check --download tree store:rclone-test/tree
rclone sync store:rclone-test/tree back
diff -r tree back
rm tree/sub/file*1
rclone sync tree store:rclone-test/tree
rclone check tree store:rclone-test/tree
[ "$(rclone cat 'store:rclone-test/tree/sub/file ü 2')" = 'file 2' ]
rclone purge store:rclone-test
echo OK
