"""Whatever is uploaded, what is served was encoded here.

The bytes of an upload are never served. They are limited, decoded, turned upright, converted to sRGB and encoded
again, so that metadata (a GPS position, for example) and anything hidden behind the pixels are dropped. An animated
GIF, WebP or PNG keeps its first frame: readers could not pause it.
"""

from blog.images.decode import MAX_BYTES, ImageRefused
from blog.images.process import ProcessedImage, process_avatar, process_upload
from blog.images.store import delete_files, file_names, store_image, store_processed

__all__ = [
    "MAX_BYTES",
    "ImageRefused",
    "ProcessedImage",
    "delete_files",
    "file_names",
    "process_avatar",
    "process_upload",
    "store_image",
    "store_processed",
]
