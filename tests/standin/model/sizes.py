"""How much GitHub hands out before it cuts. Settable: a test need not make 100,000 files to see a cut tree."""

from dataclasses import dataclass


@dataclass(slots=True)
class Sizes:
    """Defaults: OpenAPI descriptions of the endpoints; the cut of blob text was measured by others (sveltia-cms#950)."""

    tree_entries: int = 100_000
    files_of_pull: int = 3_000
    files_of_comparison: int = 300
    commits_of_pull: int = 250
    blob_text_bytes: int = 512_000
    blob_bytes: int = 100_000_000
    contents_json_bytes: int = 1_000_000
    folder_entries: int = 1_000
