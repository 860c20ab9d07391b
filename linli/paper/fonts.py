"""The Chinese font of everything printed: without one, paper would show empty boxes and nobody would be told."""

from pathlib import Path


class NoChineseFont(Exception):
    """No font with Chinese characters is at hand; the message says how one is put there."""


def folders(own: Path | None = None) -> list[Path]:
    """Return where fonts are: the installation's own folder first (licensed 仿宋, 小标宋), then the packaged one.

    Raises NoChineseFont. The packaged font is Noto Sans CJK (OFL), embedded into each file as far as it is used.
    """
    found = [own] if own is not None and own.is_dir() else []
    try:
        import noto_cjk_sans_otc
    except ImportError:
        packaged = None
    else:
        packaged = Path(str(noto_cjk_sans_otc.__file__)).parent
    if packaged is None or not any(packaged.glob("NotoSansCJK*")):
        raise NoChineseFont("The package noto-cjk-sans-otc is not installed, or has lost its font: install it again.")
    return [*found, packaged]
