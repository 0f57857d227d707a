"""Wheel and sdist as somebody installs them who has nothing of ours: `make test-dist`."""
