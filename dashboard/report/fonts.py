"""Where the Chinese type of the PDF comes from: the office's own folder first, then the font that is installed with the app.

Without one, pages would show empty boxes and nothing would say so: a missing font is an error here.
"""

from functools import lru_cache
from pathlib import Path

from dashboard.errors import ReaderError
from dashboard.settings import settings

# first what official documents are set in, then what is free; the last is installed with the app
BODY = ("FangSong", "FangSong_GB2312", "STFangsong", "FZFangSong-Z02", "Noto Serif CJK SC", "Noto Sans CJK SC")
HEAD = ("SimHei", "STHeiti", "FZHei-B01", "Noto Sans CJK SC")
CHINESE = frozenset((*BODY, *HEAD))


class FontError(ReaderError):
    """No font with Chinese characters was found."""


def list_font_folders() -> list[Path]:
    """``DASHBOARD_FONTS`` (an office's 仿宋 and 黑体), then the installed Noto Sans CJK."""
    own = settings().fonts
    folders = [own] if own else []
    try:
        import noto_cjk_sans_otc

        folders.append(Path(noto_cjk_sans_otc.__file__).parent)
    except ImportError:
        pass
    return [folder for folder in folders if folder.is_dir()]


def check_folders() -> list[Path]:
    """The folders, once one of them is known to hold a Chinese font.

    Raises:
        FontError: there is none.
    """
    folders = list_font_folders()
    if not CHINESE & _read_families(tuple(folders)):
        raise FontError(
            "没有找到中文字体，无法生成PDF。请运行 pip install -r requirements.txt（含 noto-cjk-sans-otc），"
            "或用 DASHBOARD_FONTS 指定存放仿宋、黑体字体文件的文件夹。",
            "No font with Chinese characters was found, so no PDF can be made. Run `pip install -r requirements.txt` "
            "(it includes noto-cjk-sans-otc), or name a folder with FangSong and SimHei in DASHBOARD_FONTS.",
        )
    return folders


@lru_cache(maxsize=8)
def _read_families(folders: tuple[Path, ...]) -> frozenset[str]:
    from typst import Fonts

    found = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))
    return frozenset(found.families())
