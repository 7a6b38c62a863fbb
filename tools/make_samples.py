#!/usr/bin/env python3
"""Paints the sample pictures in resources/samples: a bay at evening with a buoy in it, and the mask of the buoy.

Everything is computed, nothing is photographed, so the pictures are ours. Needs numpy, scipy and Pillow (Debian:
python3-skimage brings them). Usage: tools/make_samples.py
"""
import pathlib

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from scipy.ndimage import gaussian_filter

WIDTH, HEIGHT, HORIZON, SHORE = 1024, 768, 300, 620
OUT = pathlib.Path(__file__).resolve().parent.parent / "resources" / "samples"
rng = np.random.default_rng(7)


def noise(sigma_y, sigma_x, shape=(HEIGHT, WIDTH)):
    field = gaussian_filter(rng.standard_normal(shape), (sigma_y, sigma_x))
    return field / field.std()


def mix(a, b, t):
    return np.asarray(a) * (1 - t[..., None]) + np.asarray(b) * t[..., None]


def clouds():
    return sum(noise(4 * 2**i, 14 * 2**i) * 0.5 ** (4 - i) for i in range(5))


def sky(y):
    t = np.clip(y / HORIZON, 0, 1)
    base = mix((92, 128, 176), (247, 205, 160), t**1.4)
    cover = np.clip(clouds() * 0.16 + 0.12, 0, 0.75) * (0.4 + 0.6 * t)
    return mix(base, (255, 236, 214), cover)


def sea(y, x):
    depth = np.clip((y - HORIZON) / (SHORE - HORIZON), 0, 1)
    base = mix((196, 176, 160), (38, 84, 104), depth**0.6)
    waves = np.zeros_like(y, dtype=float)
    for scale in (1, 2, 4, 8):  # waves grow towards the shore
        weight = np.clip(1 - abs(depth * 3.2 - np.log2(scale)), 0, 1)
        waves += noise(0.8 * scale, 5 * scale) * weight
    glitter = np.clip(waves - 0.9, 0, 2) * np.exp(-(((x - 690) / (60 + 260 * depth)) ** 2))
    return base + waves[..., None] * np.array((13, 14, 14)) + glitter[..., None] * np.array((120, 96, 66))


def sand(y):
    t = np.clip((y - SHORE) / (HEIGHT - SHORE), 0, 1)
    base = mix((150, 122, 92), (206, 178, 138), t)
    ripples = np.sin(y / 5.5 + noise(18, 40) * 1.6) * 7 * t
    return base + (ripples + noise(0.6, 0.6) * 9 + noise(3, 5) * 4)[..., None]


def scene():
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    picture = np.where((y < HORIZON)[..., None], sky(y), sea(y, x))
    hills = HORIZON - 26 - 20 * np.sin(x / 150) - 12 * np.sin(x / 47 + 1) - np.clip(x - 500, 0, None) * 0.05
    hill = (y > hills) & (y < HORIZON)
    picture[hill] = (np.array((104, 108, 124)) + noise(2, 3)[..., None] * 4)[hill]
    shore = SHORE + 10 * np.sin(x / 90) + 6 * np.sin(x / 31) + noise(1, 30)[0] * 3
    blend = np.clip((y - shore) / 10 + 0.5, 0, 1)
    picture = picture * (1 - blend[..., None]) + sand(y) * blend[..., None]
    foam = np.exp(-(((y - shore + 4) / 5) ** 2)) * np.clip(noise(2, 9) * 0.5 + 0.7, 0, 1)
    return picture * (1 - foam[..., None]) + 244 * foam[..., None]


def buoy(image):
    """Paints the buoy with its reflection and returns the mask of both."""
    draw = ImageDraw.Draw(image)
    cx, cy = 402, 452
    draw.ellipse((cx - 54, cy + 22, cx + 54, cy + 62), fill=(34, 58, 70))
    draw.pieslice((cx - 46, cy - 44, cx + 46, cy + 48), 180, 360, fill=(190, 42, 34))
    draw.rectangle((cx - 46, cy, cx + 46, cy + 24), fill=(214, 206, 196))
    draw.pieslice((cx - 46, cy, cx + 46, cy + 48), 0, 180, fill=(150, 32, 28))
    draw.line((cx, cy - 44, cx, cy - 96), fill=(60, 56, 54), width=7)
    draw.ellipse((cx - 13, cy - 116, cx + 13, cy - 90), fill=(232, 196, 60))
    draw.ellipse((cx - 30, cy - 34, cx - 12, cy - 14), fill=(226, 116, 100))
    mask = Image.new("L", image.size, 0)
    paint = ImageDraw.Draw(mask)
    paint.rounded_rectangle((cx - 62, cy - 54, cx + 62, cy + 70), 40, fill=255)
    paint.rounded_rectangle((cx - 22, cy - 126, cx + 22, cy), 20, fill=255)
    return mask


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    image = Image.fromarray(np.clip(scene(), 0, 255).astype(np.uint8))
    mask = buoy(image)
    image = image.filter(ImageFilter.GaussianBlur(0.6))
    grain = rng.standard_normal((HEIGHT, WIDTH, 1)) * 3
    image = Image.fromarray(np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8))
    image.save(OUT / "harbour.jpg", quality=88)
    mask.save(OUT / "harbour-mask.png", optimize=True)


if __name__ == "__main__":
    main()
