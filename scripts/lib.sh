# What the scripts share. Sourced, not run.
#
# Part of virref, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

set -euo pipefail

VIRREF_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# The LLVMs to work with, in a space separated list.
VIRREF_LLVM=${VIRREF_LLVM:-19}

die() {
  echo "error: $*" >&2
  exit 2
}

# build_dir N: where the build for LLVM N is.
build_dir() {
  echo "$VIRREF_ROOT/build/llvm-$1"
}

# check_versions: stops at something in VIRREF_LLVM that we do not know.
check_versions() {
  local n
  [ -n "${VIRREF_LLVM// /}" ] || die "VIRREF_LLVM is empty; it names LLVM versions, as in VIRREF_LLVM=\"14 19\""
  for n in $VIRREF_LLVM; do
    case $n in
    14 | 15 | 16 | 19 | 22) ;;
    *) die "VIRREF_LLVM: '$n' is not an LLVM that virref is built for (14, 19, 22)" ;;
    esac
  done
}

# packages_of N: Debian's packages that building and testing for LLVM N takes.
# clang-tools has scan-build, llvm-tools has lit, FileCheck and not, libclang-rt
# the sanitizers.
packages_of() {
  echo "clang-$1 clang-tidy-$1 clang-tools-$1 libclang-$1-dev llvm-$1-dev llvm-$1-tools libclang-rt-$1-dev"
}

# install_packages NAME...: installs those that are not there. Says nothing and
# asks nobody when all are.
install_packages() {
  local name missing=()
  for name in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null || true)" = installed ] ||
      missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  echo "installing: ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null ||
      die "these packages are missing, and only root can install them: ${missing[*]}"
    as_root=(sudo)
  fi
  # Quiet when all goes well, everything when it does not.
  local log
  log=$(mktemp)
  if ! { "${as_root[@]}" apt-get update &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install \
      -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    rm -f "$log"
    die "could not install ${missing[*]}"
  fi
  rm -f "$log"
}

# lit_of N: the lit that comes with LLVM N.
lit_of() {
  local lit
  for lit in "/usr/lib/llvm-$1/bin/lit" "/usr/lib/llvm-$1/build/utils/lit/lit.py"; do
    if [ -e "$lit" ]; then
      echo "$lit"
      return
    fi
  done
  die "LLVM $1 has no lit: is llvm-$1-tools installed?"
}
