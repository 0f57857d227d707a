"""What `make dist-linux` made, run in an older Debian without a network, and for ARM64 under qemu."""
