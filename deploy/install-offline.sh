#!/usr/bin/env bash
# 在没有网络的机器上安装或升级：bash install.sh [文件夹]，默认 /opt/policy。不联网，不动数据文件夹。
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-/opt/policy}
python=${PYTHON:-python3}
fail() {
  echo "$1" >&2
  exit 2
}

command -v "$python" >/dev/null || fail "找不到 $python，请先安装 Python，或用 PYTHON=… 指明。"
made_for=$(cat "$here/made-for")
this=$("$python" -c 'import platform, sys; print("%d.%d %s %s" % (*sys.version_info[:2], platform.system(), platform.machine()))')
[[ $this == "$made_for" ]] || fail "这个安装包是给 Python $made_for 的，本机是 $this。请换一个 Python（PYTHON=…），或在同样的机器上重新 make bundle。"
echo "核对安装包……"
(cd "$here" && sha256sum --quiet -c SHA256SUMS) || fail "安装包不完整，请重新拷贝。"

mkdir -p "$target"
rm -rf "$target/assistant" "$target/index" "$target/evals" # an older version's; documents, data and settings stay
cp -a "$here/project/." "$target/"
echo "安装（约 2 GB，一两分钟）……"
[[ -x $target/.venv/bin/python ]] || "$python" -m venv "$target/.venv"
pip=("$target/.venv/bin/python" -m pip --disable-pip-version-check install --quiet --no-index --find-links "$here/wheels")
PIP_CONFIG_FILE=/dev/null "${pip[@]}" 'setuptools>=77,<83' wheel
PIP_CONFIG_FILE=/dev/null "${pip[@]}" --no-build-isolation -e "$target[postgres]"
touch "$target/.venv/.installed"
echo "装好了。启动：cd $target && .venv/bin/policy serve"
