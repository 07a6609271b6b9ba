"""Uploads are re-encoded; their original bytes are never served.

An upload is limited, decoded, rotated upright, converted to sRGB and encoded again. This removes metadata (such as a
GPS position) and anything hidden after the pixels. Only the first frame of an animation is kept, because readers
couldn't pause it.
"""

from blog.images.decode import MAX_BYTES, ImageRefused, ImagesBusy
from blog.images.process import ProcessedImage, process_avatar, process_upload
from blog.images.store import delete_files, file_names, store_image, store_processed

__all__ = [
    "MAX_BYTES",
    "ImageRefused",
    "ImagesBusy",
    "ProcessedImage",
    "delete_files",
    "file_names",
    "process_avatar",
    "process_upload",
    "store_image",
    "store_processed",
]
