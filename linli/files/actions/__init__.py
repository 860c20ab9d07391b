from .changing import (
    CannotBlackOut,
    NotToSee,
    black_out,
    bring_back,
    caption_file,
    hide_file,
    move_file,
    read_original,
    remove_file,
    set_policy,
    show_file,
)
from .keeping import TooManyFiles, UploadIsGone, keep_file
from .making import destroy_paths, make_file
from .receiving import begin_upload, drop_upload, receive_whole, take_piece
from .sweeping import check, sweep

__all__ = [
    "CannotBlackOut", "NotToSee", "TooManyFiles", "UploadIsGone", "begin_upload", "black_out",
    "bring_back", "caption_file", "check", "destroy_paths", "drop_upload", "hide_file", "keep_file", "make_file",
    "move_file", "read_original", "receive_whole", "remove_file", "set_policy", "show_file", "sweep", "take_piece",
]  # fmt: skip
