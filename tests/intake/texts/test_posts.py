"""Posts and messages (JSON, JSON Lines)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.intake import Limits
from witnessmark.intake.draft import Draft, RefusedError
from witnessmark.intake.texts.post_keys import moment, squeezed
from witnessmark.intake.texts.posts import read


def draft_of(value: object) -> Draft:
    return read(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"), Limits())


def pairs(draft: Draft) -> list[tuple[str, str]]:
    return [(one.label, draft.content[one.span.start : one.span.end]) for one in draft.locators]


def test_who_when_and_where_stand_before_the_text() -> None:
    """A post is its author, its date, its id and address on a line, then its text, then other words."""
    posts = [
        {
            "createdAt": "2021-08-03T12:00:00Z",
            "id_str": "77",
            "lang": "ar",
            "user": {"screen_name": "ana_bel", "followers": 12},
            "full_text": "قال الحاكم: لم يحدث شيء",
            "place": {"full_name": "Port of Velmora"},
            "url": "https://posts.invalid/77",
        }
    ]
    draft = draft_of(posts)
    assert pairs(draft) == [
        ("record 1, part user.screen_name", "ana_bel"),
        ("record 1, part createdAt", "2021-08-03T12:00:00Z"),
        ("record 1, part id_str", "77"),
        ("record 1, part url", "https://posts.invalid/77"),
        ("record 1, part full_text", "قال الحاكم: لم يحدث شيء"),
        ("record 1, part place.full_name", "Port of Velmora"),
    ]
    assert draft.losses[0].fault == (
        "2 values of 2 other keys that are no words are not in the text: lang, user.followers"
    )


def test_messages_of_a_messenger() -> None:
    """Records lie in a list within the file; a text may come in pieces; times in seconds are shown as dates."""
    chat = {
        "name": "Families",
        "chats": {
            "about": [1, 2],
            "messages": [
                {
                    "date_unixtime": "1627992000",
                    "from": "Ana Bel",
                    "text": ["They took ", {"type": "bold", "text": "forty"}, " men."],
                    "text_entities": [{"type": "plain", "text": "They took "}, {"type": "bold", "text": "forty"}],
                },
                {"date_unixtime": "1627992060", "from": "Bo Cer", "text": "", "photo": "photos/1.jpg"},
            ],
        },
    }
    draft = draft_of(chat)
    found = pairs(draft)
    assert found[:3] == [("part name", "Families"), ("part chats.about.1", "1"), ("part chats.about.2", "2")]
    assert ("record 1, part date_unixtime", "2021-08-03 12:00:00 UTC") in found
    assert ("record 1, part text", "They took forty men.") in found
    assert draft.content.count("forty") == 1
    assert ("record 2, cell photo", "photos/1.jpg") in found


def test_records_that_are_no_posts_are_rows() -> None:
    """Every value of a flat record is a cell under its key; numbers stand as the file writes them."""
    draft = read(
        b'[{"name":"Ana","killed":1.50},{"name":"Bo","killed":NaN},{"name":"Cy","killed":12345678901234567890}]',
        Limits(),
    )
    assert pairs(draft) == [
        ("record 1, cell name", "Ana"),
        ("record 1, cell killed", "1.50"),
        ("record 2, cell name", "Bo"),
        ("record 2, cell killed", "NaN"),
        ("record 3, cell name", "Cy"),
        ("record 3, cell killed", "12345678901234567890"),
    ]


def test_keys_that_come_twice_are_both_read() -> None:
    """No value is lost to another under the same key, and it is said."""
    draft = read(b'{"a":{"killed":3,"killed":4}}', Limits())
    assert [words for _, words in pairs(draft)] == ["3", "4"]
    assert draft.losses[0].fault.startswith("1 key comes twice")


def test_bytes_written_as_characters_are_put_right() -> None:
    """Exports that write each byte of UTF-8 as a character are read as they were meant, and it is said."""
    meant = "در ولمورا"
    draft = draft_of([{"content": meant.encode().decode("latin-1"), "sender_name": "Ana"}])
    assert ("record 1, part content", meant) in pairs(draft)
    assert draft.losses[0].fault.startswith("1 value had each byte of UTF-8")


def test_lines() -> None:
    """Each line is a record; a line that is no JSON stands as it is and is named."""
    draft = read(b'{"text":"one"}\n\n{"text":"two\n{"text":"three"}\n{"text":"four"}\n', Limits())
    assert [label for label, _ in pairs(draft)] == [
        "record 1, part text",
        "record 2",
        "record 3, part text",
        "record 4, part text",
    ]
    assert draft.losses[0].fault == "1 line is no proper JSON and stands as it is (line 3)"


def test_lines_that_are_nested_without_end_cost_themselves() -> None:
    """Wherever they stand, the good lines beside them are records, and they are told."""
    deep = b"[" * 5000 + b"]" * 5000 + b"\n"
    for lines in (deep + b'{"text":"one"}\n' * 3, b'{"text":"one"}\n' * 3 + deep):
        draft = read(lines, Limits())
        assert [label for label, _ in pairs(draft)].count("record 2, part text") == 1
        assert any("1 of these lines are nested too deeply" in loss.fault for loss in draft.losses)


def test_a_script_of_an_export() -> None:
    """Exports that assign their records to a variable are read."""
    draft = read(b'window.YTD.tweets.part0 = [{"tweet":{"full_text":"one","id":"7"}}]', Limits())
    assert ("record 1, part tweet.full_text", "one") in pairs(draft)
    assert ("record 1, part tweet.id", "7") in pairs(draft)


def test_what_is_no_json_is_plain_text() -> None:
    """Nothing is lost where a file only begins like JSON."""
    draft = read(b'{"a": 1} was written on the wall.\n\nThe court saw it.', Limits())
    assert [label for label, _ in pairs(draft)] == ["paragraph 1", "paragraph 2"]
    assert draft.losses[0].fault == "no proper JSON: read as plain text"


def test_nesting_without_end_is_refused() -> None:
    """A hundred thousand lists in lists are one fault."""
    with pytest.raises(RefusedError, match="nested too deeply"):
        read(b"[" * 100_000 + b"]" * 100_000, Limits())


def test_values_that_lie_too_deep_are_counted() -> None:
    """What is nested deeper than any export is counted."""
    draft = read(b'[{"text":"one","a":' + b'{"b":' * 60 + b'"two"' + b"}" * 60 + b"}]", Limits())
    assert any(loss.fault == "1 value lies too deep to be read" for loss in draft.losses)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("1627992000", "2021-08-03 12:00:00 UTC"),
        ("1627992000123", "2021-08-03 12:00:00 UTC"),
        ("12345678", "12345678"),
        ("2021-08-03", "2021-08-03"),
        ("99999999999999999999", "99999999999999999999"),
    ],
)
def test_moments(words: str, shown: str) -> None:
    """Only numbers that can be seconds of our time are shown as dates."""
    assert moment(words) == shown


def test_keys_are_known_however_they_are_written() -> None:
    """Capitals, underscores and dashes make no difference."""
    assert squeezed("User.Screen_Name") == squeezed("user.screenName") == "user.screenname"


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=8)
VALUES = st.recursive(
    WORDS | st.integers(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3)
)


@given(st.lists(st.dictionaries(WORDS.filter(lambda key: "t" not in key.lower()), VALUES, max_size=3), max_size=3))
def test_every_value_of_plain_records_is_found(records: list[dict[str, object]]) -> None:
    """Whatever the shape, every string and number of records that are no posts stands in the text."""
    draft = draft_of(records)
    left_out = any("not in the text" in loss.fault for loss in draft.losses)

    def check(value: object) -> None:
        if isinstance(value, dict):
            for inner in value.values():
                check(inner)
        elif isinstance(value, list):
            for inner in value:
                check(inner)
        else:
            assert (
                left_out or str(value) in draft.content or any("byte of UTF-8" in loss.fault for loss in draft.losses)
            )

    check(records)
