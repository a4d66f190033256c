import pytest

from bot.web.signature import matching_secret, sign

SECRET = b"It's a Secret to Everybody"
BODY = b"Hello, World!"
PUBLISHED = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"


def test_the_vector_that_github_publishes() -> None:
    """The documentation of "Validating webhook deliveries" gives this secret, payload and signature."""
    assert sign(SECRET, BODY) == PUBLISHED
    assert matching_secret([SECRET], BODY, PUBLISHED) == 0


def test_every_secret_of_a_rotation_counts_and_says_which_it_was() -> None:
    new, old = b"the-new-one-of-the-rotation", b"the-old-one-of-the-rotation"

    assert matching_secret([new, old], BODY, sign(new, BODY)) == 0
    assert matching_secret([new, old], BODY, sign(old, BODY)) == 1
    assert matching_secret([new, old], BODY, sign(b"the-one-before-the-old-one", BODY)) is None


@pytest.mark.parametrize(
    "header",
    [
        "",
        "sha256=",
        PUBLISHED.upper(),
        PUBLISHED.replace("757107ea", "757107EA"),
        PUBLISHED[:-1],
        PUBLISHED + "0",
        PUBLISHED + "\n",
        " " + PUBLISHED,
        f"{PUBLISHED},{PUBLISHED}",
        PUBLISHED.removeprefix("sha256="),
        PUBLISHED.replace("sha256", "sha1"),
        "sha1=" + "0" * 40,
        "sha256=" + "é" * 64,
        "sha256=" + "\uff17" * 64,
        "sha256=" + "\udce9" * 64,
    ],
)
def test_any_other_form_of_the_header_is_no_signature(header: str) -> None:
    assert matching_secret([SECRET], BODY, header) is None


def test_no_secret_matches_nothing() -> None:
    assert matching_secret([], BODY, sign(b"", BODY)) is None
