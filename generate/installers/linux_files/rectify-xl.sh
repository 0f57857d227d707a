#!/bin/sh
# The command line; the Python beside it is its own.
exec "$(dirname "$(readlink -f "$0")")/python/bin/python3.11" -m rectify_xl "$@"
