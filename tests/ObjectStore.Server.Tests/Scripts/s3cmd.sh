#!/usr/bin/env bash
# s3cmd as its manual sets it up for an endpoint of one's own.
set -euo pipefail
cat > .s3cfg <<EOF
[default]
access_key = $AWS_ACCESS_KEY_ID
secret_key = $AWS_SECRET_ACCESS_KEY
host_base = $ENDPOINT_HOST
host_bucket = $ENDPOINT_HOST
use_https = False
EOF
s3() { s3cmd -c .s3cfg --no-progress "$@" > out; }

mkdir -p tree/sub
head -c 40000000 /dev/urandom > tree/large
for n in $(seq 20); do printf 'file %s' "$n" > "tree/sub/file $n"; done
s3 mb s3://s3cmd-test
s3 sync tree/ s3://s3cmd-test/tree/
s3 ls -r s3://s3cmd-test
[ "$(wc -l < out)" = 21 ]
mkdir back
s3 sync s3://s3cmd-test/tree/ back/
diff -r tree back
s3 cp s3://s3cmd-test/tree/large s3://s3cmd-test/copied
s3 get s3://s3cmd-test/copied copied
cmp tree/large copied
s3 del -r -f s3://s3cmd-test
s3 rb s3://s3cmd-test
echo OK
