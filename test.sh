#!/usr/bin/env bash
# Runs every test, after installing what the tests need: on a fresh Debian machine with the .NET 10 SDK this is all there is to do.
# Ends with a line "N passed, N failed"; the exit code is 0 only if nothing failed.
set -uo pipefail
cd "$(dirname "$0")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
passed=0
failed=0

install() {
  local wanted=() name program
  for name in "$@"; do
    program=${name#*:}
    dpkg-query -W -f='${Status}' "${name%%:*}" 2>/dev/null | grep -q 'install ok installed' || command -v "$program" >/dev/null 2>&1 || wanted+=("${name%%:*}")
  done
  [ ${#wanted[@]} -eq 0 ] && return 0
  echo "Installing ${wanted[*]}"
  local sudo=
  [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get update -q && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -q -y --no-install-recommends "${wanted[@]}"
}

# A step that is a test of its own: its output is shown if it fails.
step() {
  local name=$1 log
  shift
  log=$(mktemp)
  if "$@" >"$log" 2>&1; then
    passed=$((passed + 1))
    echo "passed: $name"
  else
    failed=$((failed + 1))
    echo "FAILED: $name"
    tail -n 100 "$log"
  fi
  rm -f "$log"
}

# The summary of all test projects says "succeeded: N", "failed: N", and "error: N" for projects that died; a run that dies without a summary counts as a failure.
run_tests() {
  local log succeeded broken died
  log=$(mktemp)
  dotnet test --solution ObjectStore.sln --configuration Release --no-build --no-ansi --no-progress "$@" 2>&1 | tee "$log"
  local status=${PIPESTATUS[0]}
  succeeded=$(sed -n 's/^ *succeeded: *\([0-9]*\).*/\1/p' "$log" | tail -n 1)
  broken=$(sed -n 's/^ *failed: *\([0-9]*\).*/\1/p' "$log" | tail -n 1)
  died=$(sed -n '/^Test run summary/,$s/^ *error: *\([0-9]*\).*/\1/p' "$log" | tail -n 1)
  broken=$((${broken:-0} + ${died:-0}))
  passed=$((passed + ${succeeded:-0}))
  failed=$((failed + broken))
  if [ "$status" -ne 0 ] && [ "$broken" -eq 0 ]; then
    failed=$((failed + 1))
    echo "FAILED: the test run ended with $status"
  fi
  rm -f "$log"
}

install awscli:aws python3-boto3:- s3cmd:s3cmd rclone:rclone curl:curl clang:clang zlib1g-dev:- || { echo "0 passed, 1 failed"; exit 1; }
step "build" dotnet build ObjectStore.sln --configuration Release
if [ "$failed" -eq 0 ]; then
  step "format" dotnet format ObjectStore.sln --verify-no-changes --no-restore
  run_tests "$@"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
