#!/usr/bin/env bash
# Builds the store with one deliberate mistake after the other and simulates it: every mistake has to be noticed. Takes the mutants' names, or all of them;
# OBJECTSTORE_SIMULATION_SEEDS widens the search. The exit code is 0 only if all were caught.
set -uo pipefail
cd "$(dirname "$0")/../tests/ObjectStore.Simulation"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 OBJECTSTORE_SIMULATION_SEEDS=${OBJECTSTORE_SIMULATION_SEEDS:-0-3000} OBJECTSTORE_SIMULATION_FAILURES=1
mutants=("$@")
[ ${#mutants[@]} -gt 0 ] || mapfile -t mutants < <(sed -n 's/.*<Mutant Include="\([^"]*\)".*/\1/p' Mutants.props | uniq)
escaped=0
log=$(mktemp)
for mutant in "${mutants[@]}"; do
  if ! dotnet build --configuration Mutant -p:Mutant="$mutant" -p:TreatWarningsAsErrors=false >"$log" 2>&1; then
    echo "NOT BUILT: $mutant"
    grep -E 'error' "$log" | sort -u | head -n 5
    escaped=$((escaped + 1))
  elif dotnet run --configuration Mutant --no-build -- --filter-method '*Run_ManySeeds*' >"$log" 2>&1; then
    echo "ESCAPED: $mutant"
    escaped=$((escaped + 1))
  else
    echo "caught: $mutant: $(grep -o -m 1 'Seed [0-9]*: .*' "$log" | cut -c 1-140)"
  fi
done

rm -f "$log"
echo "$((${#mutants[@]} - escaped)) of ${#mutants[@]} mutants were caught"
[ "$escaped" -eq 0 ]
