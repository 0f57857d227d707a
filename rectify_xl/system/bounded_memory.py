"""Let a process that reads what strangers made die before it takes the memory of the machine."""

from rectify_xl.system import limits


def bound() -> None:
    """Bound the memory of this process to `limits.NATIVE_MEMORY`, where the system can do that."""
    try:
        import resource
    except ImportError:  # Windows
        return
    present = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = limits.NATIVE_MEMORY if present == resource.RLIM_INFINITY else min(present, limits.NATIVE_MEMORY)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
