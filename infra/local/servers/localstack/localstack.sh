#!/usr/bin/env bash
# LocalStack's free edition as a process of this machine, without Docker. Called by ../localstack.ts:
#   localstack.sh setup   installs it into LS_HOME (about 2 minutes, 700 MB)
#   localstack.sh run     runs it in the foreground, on 127.0.0.1:PORT, with everything it writes under LS_STATE
# Needs Python 3.12 or newer (PYTHON), Java 17 with javac, gcc, g++, make, cmake and npm;
# DYNAMODB_LOCAL names DynamoDB Local's directory, LS_NODE the Node that runs Lambda functions.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${LS_HOME:?}"

setup() {
  "${PYTHON:?}" -m venv "$LS_HOME/venv"
  "$LS_HOME/venv/bin/python" -m pip install --quiet --constraint "$here/constraints.txt" 'localstack-core[runtime]'
  patch_localstack
  provide_dynamodb_local
  # The runtime interface client of AWS's own Node images; it compiles its native part.
  npm install --prefix "$LS_HOME/node" --no-audit --no-fund --silent aws-lambda-ric@4.0.2
  # What it keeps streams of tables in, where it looks for it before it downloads it.
  npm install --prefix "$LS_HOME/lib/kinesis-local/0.5.2" --no-audit --no-fund --silent kinesis-local@0.5.2
}

patch_localstack() {
  # As published it ignores the host in GATEWAY_LISTEN and listens on all interfaces, where anybody on the network could
  # run Lambda functions here, without any authentication.
  replace runtime/server/twisted.py \
    'TCP4ServerEndpoint(reactor, host_and_port.port)' \
    'TCP4ServerEndpoint(reactor, host_and_port.port, interface=host_and_port.host)'
  # What it starts stays in its process group, so that whoever kills the group leaves nothing behind.
  replace utils/run.py 'kwargs["start_new_session"] = True' 'pass'
}

# replace FILE OLD NEW: fails if the file is not as expected.
replace() {
  "$LS_HOME/venv/bin/python" - "$LS_HOME"/venv/lib/python3*/site-packages/localstack/"$1" "$2" "$3" <<'EOF'
import pathlib, sys
file, old, new = pathlib.Path(sys.argv[1]), *sys.argv[2:]
assert file.read_text().count(old) == 1, f"{file} is not as expected"
file.write_text(file.read_text().replace(old, new))
EOF
}

# Where LocalStack looks for DynamoDB Local and its Java, so that it downloads neither.
provide_dynamodb_local() {
  local dir=$LS_HOME/lib/dynamodb-local/2 agent
  mkdir -p "$dir"
  cp -R "${DYNAMODB_LOCAL:?}"/. "$dir"
  # It starts DynamoDB Local with an agent that is on no registry and only raises a limit on indexes: one that does
  # nothing takes its place.
  agent=$(mktemp -d)
  echo 'public class Noop { public static void premain(String a, java.lang.instrument.Instrumentation i) {} }' >"$agent/Noop.java"
  echo 'Premain-Class: Noop' >"$agent/manifest"
  (cd "$agent" && javac Noop.java && jar cfm "$dir/ddb-local-loader-0.1.jar" manifest Noop.class)
  rm -rf "$agent"
}

run() {
  local lib=${LS_STATE:?}/var/lib/localstack/lib
  mkdir -p "$LS_STATE/tmp" "$lib/java"
  ln -sfn "$LS_HOME/lib/dynamodb-local" "$lib/dynamodb-local"
  ln -sfn "$LS_HOME/lib/kinesis-local" "$lib/kinesis-local"
  # Looked up each time, since another Java may have come since the setup.
  ln -sfn "$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.home = //p')" "$lib/java/21"

  export FILESYSTEM_ROOT=$LS_STATE TMPDIR=$LS_STATE/tmp
  # Inside a container it would take the container's own /var/lib/localstack.
  export OVERRIDE_IN_DOCKER=0
  # Queue URLs name this address, without a subdomain: the default, sqs.REGION.localhost.localstack.cloud, has to be
  # looked up in the DNS.
  export GATEWAY_LISTEN=127.0.0.1:${PORT:?} LOCALSTACK_HOST=127.0.0.1:$PORT SQS_ENDPOINT_STRATEGY=path
  # Nothing is downloaded or reported.
  export SKIP_SSL_CERT_DOWNLOAD=1 DISABLE_EVENTS=1 DNS_ADDRESS=0
  # Lambda functions by hostlambda/.
  export LAMBDA_RUNTIME_EXECUTOR=host LAMBDA_IGNORE_ARCHITECTURE=1 PYTHONPATH=$here/hostlambda
  export HOSTLAMBDA_NODE=${LS_NODE:?} HOSTLAMBDA_RIC=$LS_HOME/node/node_modules/aws-lambda-ric/index.mjs
  cd "$LS_STATE"
  exec "$LS_HOME/venv/bin/python" -m localstack.runtime.main
}

case ${1:-} in
  setup | run) "$1" ;;
  *) echo 'localstack.sh setup | run' >&2 && exit 2 ;;
esac
