"""What stored HTML was made with: changed code, policies or libraries make it stale."""

from collections.abc import Iterable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("markdown", "pymdown-extensions", "pygments", "bleach", "nh3")


def fingerprint(sources: Iterable[bytes], versions: Iterable[str]) -> str:
    digest = sha256()
    for part in [*sources, *(name.encode() for name in versions)]:
        digest.update(sha256(part).digest())
    return digest.hexdigest()[:16]


def fingerprint_now() -> str:
    """The modules of this package as they are written, policies included, so that no change can be forgotten."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return fingerprint((path.read_bytes() for path in sources), (f"{name} {version(name)}" for name in LIBRARIES))
