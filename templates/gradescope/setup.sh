#!/usr/bin/env bash
# Gradescope runs this once, when the autograder is built; only then is the network used.
set -e
root="${AUTOGRADER:-/autograder}"
apt-get update
apt-get install -y python3 python3-venv
python=python3
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    # Ubuntu 22.04 offers the required Python in addition to its own.
    apt-get install -y python3.11 python3.11-venv
    python=python3.11
fi
"$python" -m venv "$root/venv"
"$root/venv/bin/pip" install "click>=8.1" "jinja2>=3.1" "lazy-loader>=0.3" "markupsafe>=2.1" "numpy>=1.26" "openpyxl>=3.1" "polib>=1.2" "pypdf>=7.1.1" "python-calamine>=0.4" "tzdata>=2025.1"
