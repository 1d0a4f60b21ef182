# shellcheck shell=bash
# Sourced by ./dev: what has to be installed, and installing it. The list is tools/packages.txt.

# Rows "package | why" of the named groups.
packages_of() {
  local group
  for group in "$@"; do
    sed -n "s/^$group *| *//p" tools/packages.txt
  done
}

# A Node.js from elsewhere brings npm along, and Debian's would push it out.
is_installed() {
  [ "$1" = npm ] && command -v npm >/dev/null && return 0
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing_packages() {
  local package why
  packages_of "$@" | while IFS='|' read -r package why; do
    package=${package% }
    is_installed "$package" || printf '%s |%s\n' "$package" "$why"
  done
}

as_root() {
  if [ "$EUID" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    environment_failed "installing needs root and there is no sudo; as root: $*"
  fi
}

environment_failed() { echo "./dev: $*" >&2; exit 3; }

install_packages() {
  as_root apt-get update -q ||
    environment_failed "apt-get update failed; check the network and /etc/apt/sources.list, then try again"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" ||
    environment_failed "apt-get could not install: $* (Debian 12 has them all in main)"
}

# setup [GROUP...]: silent and quick where nothing is missing.
setup() {
  [ $# -gt 0 ] || set -- build test check
  command -v dpkg-query >/dev/null ||
    environment_failed "this needs Debian 12 (no dpkg here); tools/packages.txt lists what to install"
  local missing
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  echo "Installing Debian packages that are missing:"
  printf '%s\n' "$missing" | sed 's/^/  /'
  local names
  mapfile -t names < <(printf '%s\n' "$missing" | cut -d ' ' -f 1)
  install_packages "${names[@]}"
}
