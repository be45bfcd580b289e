"""Photographs that nobody took: schematic scenes drawn by code, each before and after it was put right.

A scene is drawn on 640 × 420 with a wall and a floor; `before` shows the danger, `after` the same spot made safe.
"""

from collections.abc import Callable
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter, ImageOps

SIZE = (640, 420)
_FLOOR = 300
_WALLS = ("#d9d4c7", "#c9d3d6", "#dcdacb")
_FLOORS = ("#8b8578", "#7e868a", "#948b78")
_RED, _DARK, _STEEL, _YELLOW, _GREEN = "#b3261e", "#2f3133", "#8d979d", "#e0a526", "#3d8b57"
_WOOD, _WHITE, _BLUE, _WATER = "#9a6b3c", "#f3f1ea", "#4677a5", "#6f9fb5"

Draw = ImageDraw.ImageDraw
Scene = Callable[[Draw, bool], None]


@cache
def picture(scene: str, *, safe: bool, variant: int) -> bytes:
    """Return the JPEG of a scene, made safe or not, in one of the variants (other walls, mirrored)."""
    image = Image.new("RGB", SIZE, _WALLS[variant % len(_WALLS)])
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, _FLOOR, *SIZE), fill=_FLOORS[variant % len(_FLOORS)])
    draw.line((0, _FLOOR, SIZE[0], _FLOOR), fill="#5d5a52", width=3)
    SCENES[scene](draw, safe)
    if variant % 2:
        image = ImageOps.mirror(image)
    image = image.filter(ImageFilter.GaussianBlur(0.8))
    target = BytesIO()
    image.save(target, "JPEG", quality=82)
    return target.getvalue()


def _boxes(draw: Draw, places: tuple[tuple[int, int], ...], side: int = 70) -> None:
    for left, top in places:
        draw.rectangle((left, top, left + side, top + side), fill=_WOOD, outline="#5e3f20", width=3)
        draw.line((left, top + side // 2, left + side, top + side // 2), fill="#c79a63", width=8)


def _exit(draw: Draw, safe: bool) -> None:
    draw.rectangle((240, 90, 400, _FLOOR), fill=_GREEN if safe else "#7d8a80", outline=_DARK, width=4)
    draw.rectangle((265, 45, 375, 80), fill=_GREEN if safe else "#4c5a50")
    draw.polygon([(290, 62), (320, 50), (320, 74)], fill=_WHITE)
    draw.ellipse((375, 190, 390, 205), fill=_YELLOW)
    if not safe:
        _boxes(draw, ((215, 235), (285, 235), (355, 235), (250, 165), (320, 165)))


def _extinguisher(draw: Draw, safe: bool) -> None:
    draw.rounded_rectangle((270, 130, 350, _FLOOR + 40), 30, fill=_RED, outline="#7c1510", width=4)
    draw.rectangle((295, 100, 325, 130), fill=_DARK)
    draw.line((325, 110, 390, 150, 385, 230), fill=_DARK, width=10)
    draw.ellipse((430, 120, 550, 240), fill=_WHITE, outline=_DARK, width=5)
    draw.pieslice((440, 130, 540, 230), 150, 230, fill=_RED)
    draw.pieslice((440, 130, 540, 230), 230, 310, fill=_GREEN)
    draw.pieslice((440, 130, 540, 230), 310, 390, fill=_YELLOW)
    draw.line((490, 180, 490, 140) if safe else (490, 180, 455, 165), fill=_DARK, width=6)


def _hydrant(draw: Draw, safe: bool) -> None:
    draw.rectangle((200, 70, 440, 290), fill=_WHITE, outline=_RED, width=14)
    draw.ellipse((225, 110, 295, 180), fill=_RED, outline=_DARK, width=4)
    if safe:
        for ring in range(5):
            draw.ellipse((310 + ring * 10, 120 + ring * 10, 420 - ring * 10, 230 - ring * 10), outline=_YELLOW, width=6)
    else:
        draw.line((315, 270, 420, 130), fill="#c8c2b2", width=4)
    draw.rectangle((230, 210, 280, 270), fill=_STEEL)


def _sign(draw: Draw, safe: bool) -> None:
    draw.rectangle((210, 110, 430, 200), fill=_GREEN if safe else "#5a655d", outline=_DARK, width=4)
    draw.polygon([(250, 155), (300, 120), (300, 142), (390, 142), (390, 168), (300, 168), (300, 190)], fill=_WHITE)
    if not safe:
        draw.line((210, 110, 430, 200), fill="#3a3f3c", width=6)
        draw.line((320, 110, 340, 150, 320, 200), fill="#3a3f3c", width=4)


def _panel(draw: Draw, safe: bool) -> None:
    draw.rectangle((200, 60, 440, 290), fill=_STEEL, outline=_DARK, width=5)
    if safe:
        draw.rectangle((215, 75, 425, 275), fill="#aab4b9", outline=_DARK, width=3)
        draw.polygon([(320, 110), (360, 180), (280, 180)], fill=_YELLOW, outline=_DARK)
        draw.rectangle((405, 160, 418, 200), fill=_DARK)
        return
    for row in range(3):
        for column in range(5):
            left, top = 220 + column * 40, 85 + row * 60
            draw.rectangle((left, top, left + 26, top + 40), fill=_DARK)
            draw.line(
                (left + 13, top + 40, 260 + column * 22, 330 + row * 12), fill=(_RED, _BLUE, _YELLOW)[row], width=4
            )


def _wiring(draw: Draw, safe: bool) -> None:
    draw.rectangle((80, 90, 150, 140), fill=_WHITE, outline=_DARK, width=3)
    if safe:
        draw.rectangle((150, 105, 520, 125), fill="#e8e6dd", outline="#8a877d", width=2)
        draw.rectangle((500, 95, 570, 140), fill=_WHITE, outline=_DARK, width=3)
        return
    draw.line((150, 115, 230, 240, 330, 150, 420, 260, 560, 180), fill=_RED, width=6, joint="curve")
    draw.line((150, 120, 250, 200, 360, 230, 480, 140), fill=_DARK, width=6, joint="curve")
    draw.rectangle((410, 250, 580, 290), fill=_WHITE, outline=_DARK, width=3)
    for left in range(425, 570, 36):
        draw.ellipse((left, 260, left + 18, 278), fill=_DARK)


def _hose(draw: Draw, safe: bool) -> None:
    draw.rectangle((120, 180, 300, 290), fill="#c3c7c9", outline=_DARK, width=4)
    draw.ellipse((150, 150, 270, 190), outline=_DARK, width=8)
    draw.rectangle((480, 120, 540, 180), fill=_YELLOW, outline=_DARK, width=3)
    colour = "#c9cdd0" if safe else "#b0562b"
    draw.line((300, 240, 380, 270, 440, 200, 490, 160), fill=colour, width=16, joint="curve")
    if not safe:
        for left, top in ((350, 258), (385, 262), (420, 222), (450, 195)):
            draw.line((left - 8, top - 8, left + 8, top + 8), fill=_DARK, width=4)


def _detector(draw: Draw, safe: bool) -> None:
    draw.rounded_rectangle((230, 100, 410, 220), 18, fill=_WHITE, outline=_DARK, width=4)
    draw.ellipse((260, 130, 300, 170), fill=_GREEN if safe else "#666a6c")
    draw.rectangle((320, 135, 390, 165), fill="#26352c" if safe else "#3a3d3f")
    draw.line((320, 220, 320, 290), fill=_DARK if safe else "#c2bdb0", width=6)
    if not safe:
        draw.line((300, 240, 345, 275), fill=_RED, width=6)


def _cylinder(draw: Draw, safe: bool) -> None:
    for left, colour in ((150, _BLUE), (430 if safe else 240, "#e6e3da")):
        draw.rounded_rectangle((left, 110, left + 70, _FLOOR + 50), 26, fill=colour, outline=_DARK, width=4)
        draw.rectangle((left + 22, 85, left + 48, 112), fill=_DARK)
        if safe:
            draw.line((left - 12, 190, left + 82, 190), fill=_STEEL, width=8)
    if not safe:
        draw.polygon([(390, 330), (410, 260), (430, 330), (450, 280), (465, 330)], fill=_YELLOW, outline=_RED)


def _valve(draw: Draw, safe: bool) -> None:
    draw.rectangle((40, 200, 600, 240), fill=_STEEL, outline=_DARK, width=3)
    draw.polygon([(260, 180), (380, 260), (380, 180), (260, 260)], fill=_YELLOW if safe else "#8a5a2c", outline=_DARK)
    draw.line((320, 220, 320, 130), fill=_DARK, width=10)
    if safe:
        draw.ellipse((265, 105, 375, 145), outline=_RED, width=12)
    else:
        for top in (270, 300, 335):
            draw.ellipse((310, top, 330, top + 24), fill=_WATER)


def _hood(draw: Draw, safe: bool) -> None:
    draw.polygon([(140, 60), (500, 60), (580, 170), (60, 170)], fill=_STEEL, outline=_DARK)
    draw.rectangle((180, 230, 460, 330), fill="#5c6265", outline=_DARK, width=4)
    if not safe:
        for left in range(90, 560, 45):
            draw.line((left, 170, left, 185 + left % 4 * 9), fill="#6b4a1f", width=10)


def _guard(draw: Draw, safe: bool) -> None:
    draw.ellipse((180, 90, 360, 270), fill="#6c7478", outline=_DARK, width=6)
    draw.ellipse((350, 140, 470, 260), fill="#6c7478", outline=_DARK, width=6)
    draw.line((270, 90, 410, 140), fill=_DARK, width=10)
    draw.line((270, 270, 410, 260), fill=_DARK, width=10)
    if safe:
        draw.rounded_rectangle((165, 75, 490, 285), 20, outline=_YELLOW, width=10)
        for left in range(185, 480, 30):
            draw.line((left, 85, left, 275), fill=_YELLOW, width=4)


def _crane(draw: Draw, safe: bool) -> None:
    draw.rectangle((0, 40, 640, 75), fill=_YELLOW, outline=_DARK, width=3)
    draw.line((320, 75, 320, 200), fill=_DARK, width=7)
    draw.arc((290, 190, 350, 260), 0, 250, fill=_DARK, width=12)
    if safe:
        draw.line((345, 200, 300, 225), fill=_RED, width=8)
    else:
        for top in range(90, 190, 16):
            draw.line((320, top, 338, top - 10), fill=_DARK, width=3)


def _stack(draw: Draw, safe: bool) -> None:
    heights = (2, 2, 2) if safe else (4, 2, 3)
    for column, height in enumerate(heights):
        for row in range(height):
            lean = 0 if safe else row * 9
            _boxes(draw, ((140 + column * 120 + lean, 275 - row * 75),), 75)
    if safe:
        draw.line((90, 365, 560, 365), fill=_YELLOW, width=8)


def _edge(draw: Draw, safe: bool) -> None:
    draw.rectangle((0, 180, 430, 420), fill="#a49c8c")
    draw.rectangle((430, 180, 640, 420), fill="#3c3a36")
    if safe:
        for left in range(60, 430, 90):
            draw.line((left, 180, left, 80), fill=_YELLOW, width=8)
        for top in (85, 130):
            draw.line((60, top, 425, top), fill=_RED, width=8)
    else:
        draw.line((60, 150, 220, 168, 425, 150), fill="#c8b98f", width=4, joint="curve")


def _paper(draw: Draw, safe: bool) -> None:
    draw.rectangle((190, 50, 450, 380), fill=_WHITE, outline=_DARK, width=3)
    for line, top in enumerate(range(95, 330, 34)):
        draw.line((215, top, 380, top), fill="#9a978d", width=5)
        if safe or line < 2:
            draw.line((400, top - 6, 410, top + 6, 430, top - 14), fill=_GREEN, width=5)
    if not safe:
        draw.ellipse((385, 190, 440, 330), outline=_RED, width=6)


def _dust(draw: Draw, safe: bool) -> None:
    draw.polygon([(220, 60), (420, 60), (420, 200), (340, 300), (300, 300), (220, 200)], fill=_STEEL, outline=_DARK)
    draw.rectangle((420, 90, 600, 130), fill="#9ba4a8", outline=_DARK, width=3)
    if safe:
        draw.rectangle((290, 90, 350, 150), fill=_YELLOW, outline=_RED, width=5)
    else:
        draw.polygon([(120, 300), (260, 270), (380, 300), (540, 280), (600, 320), (90, 320)], fill="#c9a86a")
        for left in range(60, 620, 23):
            draw.ellipse((left, 30 + left * 7 % 200, left + 6, 36 + left * 7 % 200), fill="#c9a86a")


def _tank(draw: Draw, safe: bool) -> None:
    for left in (110, 340):
        draw.rectangle((left, 110, left + 180, 330), fill="#c7cdd0", outline=_DARK, width=4)
        draw.ellipse((left, 85, left + 180, 135), fill="#d6dbdd", outline=_DARK, width=4)
        draw.rectangle((left + 150, 150, left + 162, 310), fill=_WHITE, outline=_DARK, width=2)
        draw.rectangle((left + 150, 230 if safe else 155, left + 162, 310), fill=_GREEN if safe else _RED)
    draw.rectangle((60, 340, 580, 370), fill="#8c8272", outline=_DARK, width=3)
    if not safe:
        draw.line((250, 340, 262, 370), fill=_DARK, width=6)


def _scaffold(draw: Draw, safe: bool) -> None:
    draw.rectangle((60, 20, 200, 420), fill="#b9ad98")
    lean = 0 if safe else 26
    for left in (240, 340, 440):
        draw.line((left + lean * 2, 20, left, 400), fill=_STEEL, width=8)
    for step, top in enumerate(range(60, 400, 85)):
        draw.line((235 + lean, top, 450 + lean, top), fill=_STEEL, width=8)
        if safe:
            draw.line((200, top, 240, top), fill=_RED, width=7)
        if safe or step % 2:
            draw.rectangle((245 + lean, top - 10, 445 + lean, top - 3), fill=_WOOD)


def _road(draw: Draw, safe: bool) -> None:
    draw.rectangle((0, 0, 640, 190), fill="#b8cfdc")
    draw.polygon([(260, 190), (380, 190), (640, 420), (0, 420)], fill="#55585a")
    for top in range(200, 420, 44):
        draw.line((320, top, 320, top + 20), fill=_WHITE if safe else "#6b6e70", width=8)
    if safe:
        draw.line((390, 190, 640, 380), fill=_WHITE, width=14)
        draw.polygon([(120, 90), (165, 170), (75, 170)], fill=_YELLOW, outline=_RED)
        draw.line((120, 170, 120, 260), fill=_STEEL, width=8)
    else:
        draw.line((390, 190, 450, 240), fill=_WHITE, width=14)
        draw.line((520, 300, 640, 370), fill="#8d8d86", width=12)


def _pond(draw: Draw, safe: bool) -> None:
    draw.rectangle((0, 0, 640, 170), fill="#bfd3c3")
    draw.rectangle((0, 250, 640, 420), fill=_WATER)
    draw.polygon([(0, 170), (640, 170), (640, 250), (0, 270)], fill="#8f8a74")
    if safe:
        for left in range(20, 640, 70):
            draw.line((left, 175, left, 250), fill=_WHITE, width=8)
        draw.line((0, 190, 640, 190), fill=_WHITE, width=8)
        draw.ellipse((470, 190, 540, 260), outline=_RED, width=16)
    else:
        draw.line((20, 175, 20, 250), fill=_WHITE, width=8)
        draw.line((20, 190, 150, 245), fill=_WHITE, width=8)


SCENES: dict[str, Scene] = {
    "exit": _exit,
    "extinguisher": _extinguisher,
    "hydrant": _hydrant,
    "sign": _sign,
    "panel": _panel,
    "wiring": _wiring,
    "hose": _hose,
    "detector": _detector,
    "cylinder": _cylinder,
    "valve": _valve,
    "hood": _hood,
    "guard": _guard,
    "crane": _crane,
    "stack": _stack,
    "edge": _edge,
    "paper": _paper,
    "dust": _dust,
    "tank": _tank,
    "scaffold": _scaffold,
    "road": _road,
    "pond": _pond,
}
