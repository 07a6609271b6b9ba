import stat


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def is_private(path):
    return mode(path) & 0o077 == 0
