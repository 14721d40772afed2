"""What an administrator can set and call is named in docs/operations.md, and links in the docs lead somewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OPERATIONS = (ROOT / "docs/operations.md").read_text()
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def test_every_setting_read_from_the_environment_is_documented() -> None:
    read = {name for path in (ROOT / "src").rglob("*.py") for name in re.findall(r"environ(?:\.get\(|\[)\"(\w+)\"", path.read_text())}

    assert sorted(name for name in read if f"`{name}`" not in OPERATIONS) == []


def test_every_command_is_documented() -> None:
    commands = {path.stem for path in (ROOT / "src").glob("boiduong/*/management/commands/[a-z]*.py")}
    engines = {path.parent.name for path in (ROOT / "src").glob("boiduong/engines/*/__main__.py")}

    assert sorted(name for name in commands | engines if not re.search(rf"`{name}\b", OPERATIONS)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text())

    assert [link for link in links if not (page.parent / link).exists()] == []
