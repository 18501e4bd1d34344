# What the checks in shell have in common. They are called as NAME S3_URL SERVER_NAME, make a bucket and a directory of
# their own, stop at the first rule that does not hold, and remove both whatever happens.
set -Eeuo pipefail
shopt -s inherit_errexit

url=$1
server=$2
script=$(realpath "$0")
name=$(basename "$0")
bucket=interop-$name-$(date +%s)
work=$(mktemp -d)
cd "$work"
ACCESS_KEY_ID=local SECRET_ACCESS_KEY=local-secret
ODD='odd name + 100% & ключ 鍵.sql'

rules=0
differences=0
rule='the set-up works'

# Names the line of the script, also for what fails inside of a function.
say_failure() {
  ((BASH_SUBSHELL == 0)) || return 0
  local line=${BASH_LINENO[-2]}
  echo "FAILED $rule: $name, line $line: $(sed -n "${line}p" "$script")"
}
trap say_failure ERR

# The script says how to remove its bucket, and whether it still exists.
clean_up() {
  [[ -z $bucket ]] || remove_bucket >/dev/null 2>&1 || true
  cd /
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 143' INT TERM

# rule SENTENCE: what the commands up to the next one check.
rule() {
  rule=$1
  rules=$((rules + 1))
}

expect() {
  [[ $1 == "$2" ]] || { printf 'expected: %s\nprinted:  %s\n' "$1" "$2"; return 1; }
}

# prints TEXT COMMAND...: the command must succeed.
prints() {
  local text=$1 output
  shift
  output=$("$@")
  expect "$text" "$output"
}

# contains TEXT PRINTED
contains() {
  [[ $2 == *"$1"* ]] || { printf 'expected in it: %s\nprinted: %s\n' "$1" "$2"; return 1; }
}

# fails_with TEXT COMMAND...: the command must fail, with that in what it prints.
fails_with() {
  local text=$1 output
  shift
  if output=$("$@" 2>&1); then
    echo "expected a failure with: $text"
    return 1
  fi
  contains "$text" "$output"
}

# differs_on SERVER TEXT REASON COMMAND...: on that server the command must fail, with that text; elsewhere it must not.
differs_on() {
  local where=$1 text=$2 reason=$3
  shift 3
  if [[ $server != "$where" ]]; then
    "$@" >/dev/null
    return
  fi
  fails_with "$text" "$@" || { echo "no longer as known: $reason"; return 1; }
  echo "differs $rule: $reason"
  differences=$((differences + 1))
}

make_files() {
  mkdir -p files/tests
  echo 'SELECT 1' >files/pipeline.sql
  echo 'SELECT 2' >"files/tests/$ODD"
  head -c 20000000 /dev/urandom >files/large.bin # is sent in parts
  # Older than their copies, whose times are whole seconds: else they would be copied again.
  find files -type f -exec touch -t 202001010000 {} +
}

fetch() {
  curl --fail --silent --show-error "$1"
}

summary() {
  local differing=
  ((differences == 0)) || differing=", $differences of them known to differ"
  echo "$rules checks$differing"
}
