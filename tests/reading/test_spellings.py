"""Claims about spellings of one name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.reading.spellings import join_spellings, spelling_key

SAME = (
    "Noury Nouri",
    "Kanani Kanaani Kan'ani Kan’ani",
    "Mohammad Mohammed Muhammad Mohamed",
    "Hossein Hussein Husayn Hosein",
    "Ghasemi Qasemi Qassemi",
    "Yousef Yusuf Youssef",
    "Ebrahim Ibrahim",
    "Davoud Dawood",
    "Ahmadinezhad Ahmadi-Nejad Ahmadinejad",
    "Abdollah Abdullah Abdallah",
    "al-Maliki Maliki el-Maliki",
    "Jafar Ja'far Jaafar",
    "Esmail Ismail Esmaeel",
    "Seyed Sayyid Seyyed",
)
APART = (
    "Hassan Hossein",
    "Amir Omar",
    "Karimi Kerami",
    "Kazemi Ghasemi",
    "Nouri Naseri",
    "Rahimi Rahmani",
    "Saeed Seyed",
    "Hamid Ahmad",
    "Hamidi Ahmadi",
    "Jalal Jamal",
    "Moradi Morandi",
    "Mahmoud Mohammad",
    "Kamal Kamali",
    "Salim Salam",
    "Zahedi Zahidi",
    "Rezai Razi",
    "Majid Masjed",
)


@pytest.mark.parametrize("names", SAME)
def test_spellings_of_one_name_share_a_key(names: str) -> None:
    """Writers differ in vowels, doubled letters, apostrophes and gh or q; the key does not."""
    assert len({spelling_key(name) for name in names.split()}) == 1


@pytest.mark.parametrize("names", APART)
def test_names_that_look_alike_keep_their_own_keys(names: str) -> None:
    """Two names stay two, however near their letters are."""
    one, other = names.split()
    assert spelling_key(one) != spelling_key(other)


def test_servant_names_are_one_word() -> None:
    """The joints of "Abd al-Rahman" do not matter."""
    spellings = ("Abdul Rahman", "Abdel-Rahman", "Abdurrahman", "Abdolrahman", "Abd al-Rahman")
    assert {spelling_key(name) for name in spellings} == {"abdrhmn"}


def test_titles_are_no_part_of_a_name() -> None:
    """A title and an article leave the key as it is."""
    assert spelling_key("General Hussam al-Dakri") == spelling_key("Husam Dakri")


@given(st.text(max_size=60))
def test_any_text_has_a_key_without_white_space_at_its_ends(name: str) -> None:
    """A key is made of anything, in small letters."""
    key = spelling_key(name)
    assert key == key.strip() == key.lower()


def test_every_spelling_is_kept() -> None:
    """Full names of one key become one party, with all their spellings and roles."""
    joined = join_spellings([("Hamid Noury", ["clerk"]), ("Ada Malin", ["judge"]), ("Hamid Nouri", [])])
    assert [(each.spellings, each.members) for each in joined] == [
        (("Hamid Noury", "Hamid Nouri"), (0, 2)),
        (("Ada Malin",), (1,)),
    ]


def test_two_roles_keep_namesakes_apart() -> None:
    """The same name with roles that share nothing stays two parties."""
    assert len(join_spellings([("Reza Karimi", ["prosecutor"]), ("Reza Karimi Tash", []), ("Reza Karemi", [])])) == 3
    assert len(join_spellings([("Hamid Noury", ["clerk"]), ("Hamid Nouri", ["footballer"])])) == 2


def test_a_bare_surname_is_joined_by_its_role_alone() -> None:
    """Across texts a surname is not enough; with the same role it is."""
    assert len(join_spellings([("Kanani", []), ("Kanaani", [])])) == 2
    assert len(join_spellings([("Kanani", ["spokesman"]), ("Kan'ani", ["spokesman"])])) == 1
