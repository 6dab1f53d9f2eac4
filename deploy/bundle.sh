#!/usr/bin/env bash
# Packs the program, its models, the documents and all wheels into one archive for machines without a network.
# Usage: deploy/bundle.sh PYTHON [ARCHIVE]. The other machine needs the same Python version and architecture.
set -euo pipefail
python=${1:?usage: deploy/bundle.sh PYTHON [ARCHIVE]}
cd "$(dirname "$0")/.."
archive=${2:-build/policy-assistant-offline.tar}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bundle=$work/policy-assistant-offline
mkdir -p "$bundle/wheels" "$bundle/project" "$(dirname "$archive")"

echo "收集依赖……"
"$python" -m pip --disable-pip-version-check wheel --wheel-dir "$bundle/wheels" \
  '.[postgres]' 'setuptools>=77,<83' wheel pip | bash deploy/pip-progress.sh
rm -f "$bundle"/wheels/policy_assistant-*.whl

echo "收集程序、模型和文件……"
tar --exclude=__pycache__ --exclude='*.egg-info' --exclude=evals/results --exclude=.env -cf - \
  app.py assistant corpus index evals deploy docs Makefile README.md pyproject.toml |
  tar -xf - -C "$bundle/project"
cp deploy/install-offline.sh "$bundle/install.sh"
"$python" -c 'import platform, sys; print("%d.%d %s %s" % (*sys.version_info[:2], platform.system(), platform.machine()))' \
  >"$bundle/made-for"
(cd "$bundle" && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum >SHA256SUMS)

tar -cf "$archive.part" -C "$work" policy-assistant-offline
mv "$archive.part" "$archive"
echo "已写入 $archive（$(du -h "$archive" | cut -f1)）。拷到另一台机器，解开后运行 bash install.sh 文件夹。"
