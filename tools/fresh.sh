# shellcheck shell=bash
# Sourced by ./dev: the proof that two commands are enough on a new machine. A new Debian 12 root, made from the
# mirror that this machine's apt uses, gets a copy of the last commit and nothing else.

kFreshHome=/home/newcomer/sluice

# "URI SUITE" of each Debian 12 archive that apt knows here.
debian_archives() {
  # shellcheck disable=SC2016  # apt's own variables
  apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT) $(CREATED_BY)' |
    awk '$2 ~ /^bookworm/ && $3 == "main" && $4 == "Packages" {print $1, $2}' | sort -u
}

make_root() {
  local root=$1 mirror
  mirror=$(debian_archives | awk '$2 == "bookworm" {print $1; exit}')
  [ -n "$mirror" ] || environment_failed "apt knows no Debian 12 (bookworm) archive here"
  debootstrap --variant=minbase bookworm "$root" "$mirror" >"$root.log" 2>&1 ||
    { tail -n 20 "$root.log" >&2; environment_failed "debootstrap failed"; }
  debian_archives | sed 's/.*/deb & main/' >"$root/etc/apt/sources.list"
  apt-config dump | grep -E '^Acquire::(Check|Retries|https?::)' >"$root/etc/apt/apt.conf.d/90host" || true
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  mount -t proc proc "$root/proc" || environment_failed "cannot mount /proc in the new root"
}

remove_root() {
  umount "$1/proc" 2>/dev/null || true
  rm -rf --one-file-system "$1" "$1.log"
}

copy_last_commit() {
  mkdir -p "$1$kFreshHome"
  git archive HEAD | tar -x -C "$1$kFreshHome"
}

in_root() {
  local root=$1
  shift
  chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    bash -c "cd $kFreshHome && \"\$@\"" newcomer "$@"
}

# Runs one step, and adds its time and whether it worked to the report.
timed() {
  local name=$1 began=$SECONDS result=ok
  shift
  say "$name"
  "$@" || result=FAILED
  kFreshReport+=$(printf '%-12s %4d s  %s' "$name" $((SECONDS - began)) "$result")$'\n'
  [ "$result" = ok ]
}

fresh() {
  [ "$EUID" -eq 0 ] || exec sudo "$PWD/dev" fresh
  setup fresh
  local root kFreshReport='' result=0
  root=$(mktemp -d "${TMPDIR:-/tmp}/sluice-fresh.XXXXXX")
  # shellcheck disable=SC2064  # the folder is known now
  trap "remove_root '$root'" EXIT
  timed debootstrap make_root "$root"
  copy_last_commit "$root"
  timed "./dev run" in_root "$root" ./dev run || result=1
  timed "./dev test" in_root "$root" ./dev test || result=1
  say "A new Debian 12 root, commit $(git rev-parse --short HEAD), $(nproc) cores"
  printf '%s' "$kFreshReport"
  return $result
}
