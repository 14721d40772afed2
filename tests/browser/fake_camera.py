"""A card held before a camera, as a film that chromium plays instead of one."""

from pathlib import Path

import numpy as np
import segno

WIDTH, HEIGHT, FRAMES, SCALE = 640, 480, 20, 6


def film_of(text: str, path: Path) -> Path:
    """Write 20 noisy frames of 640 x 480 in which the code of `text` comes into view and drifts (YUV4MPEG2, 4:2:0)."""
    matrix = np.array([list(row) for row in segno.make(text, error="m").matrix], dtype=np.uint8)
    code = np.kron(1 - matrix, np.ones((SCALE, SCALE), np.uint8)) * 215 + 20
    height, width = code.shape
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420\n".encode())
        for number in range(FRAMES):
            frame = np.full((HEIGHT, WIDTH), 200, np.int16)
            top, left = 80 + number, 120 + number
            frame[top : top + height, left : left + width] = code
            noise = np.random.default_rng(number).integers(-12, 12, frame.shape)
            file.write(b"FRAME\n" + np.clip(frame + noise, 0, 255).astype(np.uint8).tobytes() + bytes([128]) * (WIDTH * HEIGHT // 2))
    return path


def camera_arguments(film: Path) -> list[str]:
    """For chromium's launch; the context needs permissions=["camera"]."""
    return ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
