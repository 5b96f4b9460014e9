"""Lines cut out of pages: what is shown is what the sealed bytes show, upright; nothing that is claimed is believed."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps
from tests.intake.ocr.conftest import drawn, saved

from witnessmark.intake.draft import Loss
from witnessmark.intake.limits import Limits
from witnessmark.intake.ocr import cutting
from witnessmark.intake.ocr.cutting import LENGTH, CutOut, Wanted, cut_out, read_file, unpack
from witnessmark.nouns import Digest, PageBox, digest_of

LINE = (70, 150, 1260, 205)
"""Where the second line of a drawn page stands."""


def sealed(folder: Path, data: bytes) -> tuple[Path, Digest]:
    path = folder / "sealed"
    path.write_bytes(data)
    return path, digest_of(data)


def shown(cut: CutOut) -> Image.Image:
    with Image.open(io.BytesIO(cut.data)) as picture:
        assert Image.MIME[picture.format or ""] == cut.media_type
        return picture.convert("L")


def on_page(box: tuple[int, int, int, int], turn: int, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return where a box of an upright page lies on the page that must be turned clockwise to be upright."""
    left, top, right, bottom = box
    width, height = size
    if turn == 90:
        return top, width - right, bottom, width - left
    if turn == 180:
        return width - right, height - bottom, width - left, height - top
    return (height - bottom, left, height - top, right) if turn == 270 else box


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_line_is_cut_out_upright_with_its_words_at_their_places(turn: int, tmp_path: Path) -> None:
    """The cut-out equals the stretch of the upright page, and a mark lies on the ink of its word."""
    upright = drawn()
    page = upright.rotate(turn, expand=True)
    path, digest = sealed(tmp_path, saved(page))
    line = PageBox(1, *on_page(LINE, turn, upright.size), turn)
    found = cut_out(path, digest, 1, [Wanted(line, 48)])
    assert isinstance(found, tuple)
    (cut,) = found
    picture = shown(cut)
    assert picture.size == (cut.width, cut.height)
    margin = round(cutting.MARGIN * 48)
    wanted = upright.crop((LINE[0] - margin, LINE[1] - margin, LINE[2] + margin, LINE[3] + margin)).resize(picture.size)
    difference = np.abs(np.asarray(wanted, float) - np.asarray(picture, float))
    assert difference.mean() < 6
    darkest = np.asarray(upright.crop(LINE)).min(axis=0)
    columns = np.nonzero(darkest < 128)[0] + LINE[0]
    gap = next(at for at in range(len(columns) - 1) if columns[at + 1] - columns[at] > 9)  # after the first word
    word = (int(columns[0]), LINE[1], int(columns[gap]) + 1, LINE[3])
    left, top, width, height = cut.place(PageBox(1, *on_page(word, turn, upright.size), turn))
    rows = np.asarray(picture)[round(top) : round(top + height)]
    assert rows[:, round(left) : round(left + width)].min() < 100
    assert rows[:, round(left + width) + 1 : round(left + width) + 4].min() > 100, "it ends in the gap after the word"


def test_the_page_is_shown_as_it_is(tmp_path: Path) -> None:
    """Light words on a dark ground stay so; several lines come in their order, none of them enlarged."""
    page = ImageOps.invert(drawn())
    path, digest = sealed(tmp_path, saved(page))
    found = cut_out(path, digest, 1, [Wanted(PageBox(1, *LINE), 20), Wanted(PageBox(1, 70, 70, 700, 120), 20)])
    assert isinstance(found, tuple)
    assert np.median(np.asarray(shown(found[0]))) < 60
    assert [cut.region[2] - cut.region[0] for cut in found] == [cut.width for cut in found]


def test_a_page_of_a_pdf_in_the_pixels_of_recognition(tmp_path: Path) -> None:
    """300 dots per inch, whatever the picture in it has."""
    out = io.BytesIO()
    drawn().save(out, "PDF", resolution=150)  # 1400 pixels become 2800
    path, digest = sealed(tmp_path, out.getvalue())
    found = cut_out(path, digest, 1, [Wanted(PageBox(1, *(2 * at for at in LINE)), 96)])
    assert isinstance(found, tuple)
    assert (np.asarray(shown(found[0])) < 100).any()
    lost = cut_out(path, digest, 2, [Wanted(PageBox(2, *LINE), 48)])
    assert isinstance(lost, Loss)


def test_grainy_paper_becomes_the_smaller_file(tmp_path: Path) -> None:
    """Noise is kept as JPEG, clean paper as PNG; either is small."""
    grain = Image.effect_noise((1400, 500), 90)
    for page, kind in ((drawn(), "image/png"), (Image.blend(drawn(), grain, 0.4), "image/jpeg")):
        path, digest = sealed(tmp_path, saved(page))
        found = cut_out(path, digest, 1, [Wanted(PageBox(1, *LINE), 48)])
        assert isinstance(found, tuple)
        assert found[0].media_type == kind
        assert len(found[0].data) < 20_000


def test_bytes_that_were_not_sealed_are_not_shown(tmp_path: Path) -> None:
    """A file that was exchanged, one that is gone, and one that is no picture are told."""
    path, _ = sealed(tmp_path, saved(drawn()))
    wanted = [Wanted(PageBox(1, *LINE), 48)]
    other = cut_out(path, digest_of(b"another"), 1, wanted)
    assert isinstance(other, Loss)
    assert "not those that were sealed" in other.fault
    path.write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    broken = cut_out(path, digest_of(path.read_bytes()), 1, wanted)
    assert isinstance(broken, Loss)
    assert "damaged" in broken.fault
    path.unlink()
    assert isinstance(cut_out(path, digest_of(b""), 1, wanted), Loss)


@pytest.mark.parametrize("box", [(0, 0, 1, 1), (1399, 499, 1400, 500), (5000, 5000, 9000, 9000), (0, 0, 1400, 500)])
def test_boxes_at_and_beyond_the_edge(box: tuple[int, int, int, int], tmp_path: Path) -> None:
    """Whatever a box says, there is a cut-out of a bearable size."""
    path, digest = sealed(tmp_path, saved(drawn()))
    for high in (1, 48, 10_000):
        found = cut_out(path, digest, 1, [Wanted(PageBox(1, *box), high)])
        assert isinstance(found, tuple)
        assert 0 < found[0].width <= cutting.WIDEST
        assert 0 < found[0].height <= cutting.HIGHEST


def test_an_answer_that_does_not_hold_together_is_refused() -> None:
    """What comes out of the fence is numbers and as many pixels as were asked for, or it is not shown."""
    data = saved(drawn())
    digest = digest_of(data)
    wanted = [Wanted(PageBox(1, *LINE), 48)]
    right = read_file(data, json.dumps({"page": 1, "lines": [[(53, 133, 1277, 222), 0, 0.625]]}), Limits())

    def header(**facts: object) -> bytes:
        written = json.dumps({"digest": digest, "size": [1400, 500]} | facts).encode()
        return LENGTH.pack(len(written)) + written

    pixels = right[len(header()) :]
    for answer in (
        b"",
        b"\0\0\0\xff{",
        LENGTH.pack(2) + b"[]",
        header(),
        header() + pixels + b"\0",
        header(size=[0, 500]) + pixels,
        header(size=["a", 500]) + pixels,
        header(size=[1 << 40, 500]) + pixels,
        header(size=None) + pixels,
        header(refused="x"),
    ):
        with pytest.raises(ValueError):  # noqa: PT011  (whatever it says)
            unpack(answer, digest, wanted)
    assert isinstance(unpack(header() + pixels, digest, wanted), tuple)
