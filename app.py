"""Starts the web app: `python app.py`, the same as `policy serve`."""

import sys

from assistant.commands.main import main

if __name__ == "__main__":
    sys.exit(main(["serve", *sys.argv[1:]]))
