#!/usr/bin/env bash
# GETs of 4 KiB, 1 MiB and 64 MiB from a server on four drives and from nginx (sendfile, static files), in turns: CPU time per operation side by side.
# Needs nginx (apt-get install nginx-light). Usage: benchmarks/compare-nginx.sh [ROUNDS] [DIRECTORY]
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
rounds=${1:-3}
work=$(mktemp -d -p "${2:-/tmp}")
server=
nginx=

cleanup() {
  [ -z "$server" ] || kill "$server"
  [ -z "$nginx" ] || kill "$nginx"
  wait
  rm -rf "$work"
}
trap cleanup EXIT

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

dotnet build -c Release samples/ObjectStore.Server -v q --nologo
dotnet build -c Release benchmarks/ObjectStore.Load -v q --nologo

store_port=$(free_port)
(cd "$work" && exec dotnet "$root/samples/ObjectStore.Server/bin/Release/net10.0/ObjectStore.Server.dll" \
  server './data{1...4}' --address "127.0.0.1:$store_port") >"$work/server.log" 2>&1 &
server=$!

# The load tool speaks S3: nginx takes its PUTs by WebDAV, and answers its "create bucket" as if the bucket were there.
nginx_port=$(free_port)
mkdir -p "$work/www"
cat >"$work/nginx.conf" <<EOF
daemon off;
master_process off;
pid $work/nginx.pid;
error_log $work/nginx.log;
events { worker_connections 256; }
http {
  sendfile on;
  tcp_nopush on;
  access_log off;
  client_max_body_size 0;
  client_body_temp_path $work/body;
  keepalive_requests 1000000;
  server {
    listen 127.0.0.1:$nginx_port;
    root $work/www;
    location = /load { return 409; }
    location / { dav_methods PUT DELETE; create_full_put_path on; }
  }
}
EOF
nginx -p "$work" -c "$work/nginx.conf" &
nginx=$!

for port in "$store_port" "$nginx_port"; do
  until curl -s -o /dev/null "http://127.0.0.1:$port/"; do kill -0 "$server" "$nginx"; done
done

load() {
  local name=$1 port=$2 pid=$3 size=$4 connections=$5 keys=$6
  printf '%-12s' "$name"
  dotnet benchmarks/ObjectStore.Load/bin/Release/net10.0/ObjectStore.Load.dll --endpoint "http://127.0.0.1:$port" --access-key minioadmin \
    --secret-key minioadmin --bucket load --op get --size "$size" --concurrency "$connections" --keys "$keys" --duration 5s --pid "$pid" | tail -n 1
}

for ((round = 1; round <= rounds; round++)); do
  echo "round $round: step, connections, operations, errors, ops/s, MB/s, p50, p90, p99, max ms, CPU us/op, peak MiB"
  for shape in '4KiB 16 1000' '1MiB 16 200' '64MiB 3 6'; do
    load ObjectStore "$store_port" "$server" $shape
    load nginx "$nginx_port" "$nginx" $shape
  done
done
