#!/usr/bin/env bash
# Reads what pip says on standard input and tells in a few Chinese lines how far it is.
count=0
while IFS= read -r line; do
  case $line in
    Collecting*)
      count=$((count + 1))
      ((count % 25 == 0)) && echo "  已找到 $count 个包……"
      ;;
    *Downloading*MB* | *Downloading*GB*) echo "  下载${line#*Downloading}" ;;
    Installing\ collected*) echo "  正在安装 $count 个包……" ;;
    Successfully\ installed*) echo "  安装完成。" ;;
  esac
done
exit 0
