#!/usr/bin/env bash
# Gradescope runs this once, when the autograder is built.
set -e
apt-get update
apt-get install -y python3 python3-pip python3-venv
python3 -m venv /autograder/venv
/autograder/venv/bin/pip install "click>=8.1" "jinja2>=3.1" "numpy>=1.26" "openpyxl>=3.1"
