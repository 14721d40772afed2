"""Two pictures for the rehearsal's article, drawn in the colours of the house: made-up people need no photographer."""

import io
from random import Random

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT, SCALE = 1600, 900, 2  # drawn twice as large, then made small, so that edges are smooth
CHAM, CHAM_DEEP, PAPER, MIST, SEN, NGHE, WOOD = "#24408e", "#1a2f6b", "#fdfcfa", "#dbe6fb", "#c23b6b", "#eeb043", "#b98a5a"
SKIN = ("#e3b48f", "#d9a27a", "#cc9368", "#e9c09c")
HAIR = ("#2b2330", "#3a2c2a", "#1f2430", "#55505c")
SHIRTS = ("#6f86c6", "#8fa3d8", "#4f68ad", "#a9b8e2", "#ffffff", "#e7d9de", "#c9d5f2")


def speaker_at_work() -> bytes:
    """A speaker behind a lectern, seen over the heads of the first rows. PNG, 1600 x 900."""
    image, draw = _room()
    _banner(draw, 330, 1270, 90, 300)
    _lectern(draw, 800, 640, size=1.5)
    dice = Random("speaker")
    for row, (y, size) in enumerate(((740, 1.25), (850, 1.7))):
        _row(draw, dice, y=y, size=size, count=11 - 2 * row, shift=row * 40)
    return _png(image)


def whole_hall() -> bytes:
    """The hall from its last row: stage, banner, and rows of seats that grow towards us. PNG, 1600 x 900."""
    image, draw = _room()
    _banner(draw, 470, 1130, 80, 210)
    _lectern(draw, 1060, 420, size=0.75)
    _table(draw, 560, 900, 400)
    dice = Random("hall")
    for row in range(9):
        size = 0.34 + 0.13 * row
        _row(draw, dice, y=int(470 + 30 * row + 3.4 * row * row), size=size, count=25 - row, shift=(row % 2) * int(30 * size))
    return _png(image)


def _room() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), MIST)
    draw = ImageDraw.Draw(image)
    _box(draw, (0, 0, WIDTH, 430), "#eef3fd")
    for x in range(60, WIDTH, 370):  # windows at the side walls and behind the stage
        _box(draw, (x, 40, x + 150, 330), PAPER, radius=6)
    _box(draw, (250, 30, 1350, 430), "#cfdcf7", radius=10)
    _box(draw, (0, 430, WIDTH, HEIGHT), "#e9dfd2")
    _box(draw, (200, 425, 1400, 470), WOOD, radius=6)
    return image, draw


def _banner(draw: ImageDraw.ImageDraw, left: int, right: int, top: int, bottom: int) -> None:
    _box(draw, (left, top, right, bottom), CHAM, radius=10)
    middle, tall = (left + right) // 2, bottom - top
    for number, share in enumerate((0.62, 0.78, 0.5)):  # lines where words would stand
        half = int((right - left) * share / 2)
        y = top + tall * (28 + 22 * number) // 100
        _box(draw, (middle - half, y, middle + half, y + tall // 12), NGHE if number == 0 else PAPER, radius=4)


def _lectern(draw: ImageDraw.ImageDraw, x: int, y: int, *, size: float) -> None:
    _person(draw, x, y - int(150 * size), size=size * 1.1, shirt="#ffffff", hair=HAIR[0], skin=SKIN[0])
    wide, tall = int(75 * size), int(150 * size)
    _box(draw, (x - wide, y - tall // 2, x + wide, y + tall // 2), WOOD, radius=8)
    _box(draw, (x - wide - 8, y - tall // 2 - 14, x + wide + 8, y - tall // 2 + 8), "#a3764a", radius=6)
    for number in range(5):  # lotus leaves
        spread = int((number - 2) * 17 * size)
        _oval(draw, (x + spread - int(9 * size), y - int(22 * size), x + spread + int(9 * size), y + int(22 * size)), SEN)


def _table(draw: ImageDraw.ImageDraw, left: int, right: int, y: int) -> None:
    dice = Random("table")
    for x in range(left + 40, right, 70):
        _person(draw, x, y - 40, size=0.55, shirt="#ffffff", hair=dice.choice(HAIR), skin=dice.choice(SKIN))
    _box(draw, (left, y - 10, right, y + 45), CHAM_DEEP, radius=6)
    _box(draw, (left, y - 14, right, y), PAPER, radius=4)


def _row(draw: ImageDraw.ImageDraw, dice: Random, *, y: int, size: float, count: int, shift: int) -> None:
    step = WIDTH / count
    for number in range(-1, count + 1):
        x = int(step * (number + 0.5)) + shift
        _box(draw, (x - int(52 * size), y + int(12 * size), x + int(52 * size), y + int(120 * size)), CHAM_DEEP, radius=int(16 * size))
        if dice.random() < 0.97:
            shirt, hair = dice.choice(SHIRTS), dice.choice(HAIR)
            _person(draw, x, y, size=size, shirt=shirt, hair=hair, skin=dice.choice(SKIN), is_from_behind=True, has_long_hair=dice.random() < 0.7)
        _box(draw, (x - int(50 * size), y + int(62 * size), x + int(50 * size), y + int(150 * size)), CHAM, radius=int(14 * size))


def _person(
    draw: ImageDraw.ImageDraw,
    x: int,
    y: int,
    *,
    size: float,
    shirt: str,
    hair: str,
    skin: str,
    is_from_behind: bool = False,
    has_long_hair: bool = False,
) -> None:
    """Head and shoulders; x, y: the middle of the head."""
    head, wide = int(26 * size), int(46 * size)
    _box(draw, (x - wide, y + int(24 * size), x + wide, y + int(120 * size)), shirt, radius=int(30 * size))
    _box(draw, (x - int(9 * size), y + int(12 * size), x + int(9 * size), y + int(34 * size)), skin)
    _oval(draw, (x - head, y - head, x + head, y + int(30 * size)), hair if is_from_behind else skin)
    if is_from_behind and has_long_hair:
        _box(draw, (x - int(23 * size), y, x + int(23 * size), y + int(48 * size)), hair, radius=int(12 * size))
    if not is_from_behind:
        draw.chord([(side * SCALE) for side in (x - head - 1, y - head - 3, x + head + 1, y + int(20 * size))], 180, 360, fill=hair)


def _box(draw: ImageDraw.ImageDraw, corners: tuple[int, int, int, int], colour: str, radius: int = 0) -> None:
    draw.rounded_rectangle([side * SCALE for side in corners], radius * SCALE, fill=colour)


def _oval(draw: ImageDraw.ImageDraw, corners: tuple[int, int, int, int], colour: str) -> None:
    draw.ellipse([side * SCALE for side in corners], fill=colour)


def _png(image: Image.Image) -> bytes:
    small = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).filter(ImageFilter.SMOOTH)
    file = io.BytesIO()
    small.quantize(256).save(file, "PNG", optimize=True)
    return file.getvalue()
