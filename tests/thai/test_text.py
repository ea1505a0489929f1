"""Thai text: cleaning, folding for search, dictionary order."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai.text import (
    SORT_KEY_MAX,
    clean_thai,
    search_fold,
    sort_key,
    sort_parts,
    western_digits,
)

# As the Thai collation of ICU (CLDR) orders them.
PROVINCE_NAMES = """
กระบี่ กรุงเทพมหานคร กาญจนบุรี กาฬสินธุ์ กำแพงเพชร ขอนแก่น จันทบุรี ฉะเชิงเทรา ชลบุรี
ชัยนาท ชัยภูมิ ชุมพร เชียงราย เชียงใหม่ ตรัง ตราด ตาก นครนายก นครปฐม นครพนม นครราชสีมา
นครศรีธรรมราช นครสวรรค์ นนทบุรี นราธิวาส น่าน บึงกาฬ บุรีรัมย์ ปทุมธานี ประจวบคีรีขันธ์
ปราจีนบุรี ปัตตานี พระนครศรีอยุธยา พะเยา พังงา พัทลุง พิจิตร พิษณุโลก เพชรบุรี เพชรบูรณ์ แพร่
ภูเก็ต มหาสารคาม มุกดาหาร แม่ฮ่องสอน ยโสธร ยะลา ร้อยเอ็ด ระนอง ระยอง ราชบุรี ลพบุรี
ลำปาง ลำพูน เลย ศรีสะเกษ สกลนคร สงขลา สตูล สมุทรปราการ สมุทรสงคราม สมุทรสาคร
สระแก้ว สระบุรี สิงห์บุรี สุโขทัย สุพรรณบุรี สุราษฎร์ธานี สุรินทร์ หนองคาย หนองบัวลำภู อ่างทอง
อำนาจเจริญ อุดรธานี อุตรดิตถ์ อุทัยธานี อุบลราชธานี
"""
PLACE_NAMES = """
กก กรุงเทพมหานคร กาฬสินธุ์ เกาะ ขนอม ขอนแก่น เขาสวนกวาง โคราช เชียงใหม่ ไทรโยค นคร
น้ำพอง บ้าน ใบอ้อย แพร่ มหาสารคาม แม่ฮ่องสอน ร้อยเอ็ด โรงงาน เลย
"""
PROVINCES, PLACES = PROVINCE_NAMES.split(), PLACE_NAMES.split()
MIXED = [
    "2566", "ก็", "กก", "กรมโรงงานอุตสาหกรรม", "กอก", "กาน", "ก่าน", "ก้าน", "กำ", "เกง",
    "เก่ง", "เก้ง", "เก๋ง", "เกาะ", "แกง", "โกน", "ใกล้", "ไก่", "ใจ", "ไจ", "ทำไอที",
    "ทำ GI", "นาม", "นำ", "น้ำพอง", "บริษัท กข จำกัด", "บริษัท ข จำกัด", "ปู", "ปู่",
    "ผู้ตรวจราชการ", "ผู้ว่าราชการ", "ฝุ่น PM2.5", "รอบที่ 1", "โรงงาน 10", "โรงงาน 2", "ศรีฯ",
    "สอจ.กาฬสินธุ์", "สอจ. ขอนแก่น", "สิทธิ", "สิทธิ์", "เหมือง", "เหมืองแร่", "แหม", "แหม่ม",
    "GI", "smed", "SMEs",
]  # fmt: skip

thai_text = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B))
any_text = st.text() | thai_text | st.text("กขนำาํ่้์ิีุูเแ \t\r\n\u200b\u00a0๑A")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("เเก้ไข", "แก้ไข"),
        ("นํ้า", "น้ำ"),
        ("น้ํา", "น้ำ"),
        ("นำ้", "น้ำ"),
        ("ที่่", "ที่"),
        ("ผ่ี", "ผี่"),
        ("ข้อ\u200bมูล", "ข้อมูล"),
        ("\ufeffข้อ\u00adมูล", "ข้อมูล"),
        ("ก\u00a0 \tข", "ก ข"),
        ("  ก  \r\n  ข  \n\n", "ก\nข"),
        ("ก\x0bข\u2028ค", "ก\nข\nค"),
        ("ก\n\nข", "ก\n\nข"),
        ("ก\x07ข", "กข"),
        ("น\u200d้ำ", "น้ำ"),
        ("👩\u200d🔧", "👩\u200d🔧"),
        ("e\u0301", "é"),
        ("ผู้ตรวจราชการ ฯลฯ ๆ", "ผู้ตรวจราชการ ฯลฯ ๆ"),
        ("", ""),
    ],
)
def test_cleaning_gives_the_one_proper_spelling(typed, meant):
    assert clean_thai(typed) == meant


def test_cleaning_leaves_proper_names_alone():
    assert [clean_thai(name) for name in PROVINCES + MIXED] == PROVINCES + MIXED


def test_cleaning_leaves_nul_for_the_form_to_refuse():
    assert clean_thai("ก\x00ข") == "ก\x00ข"


@given(any_text)
def test_cleaning_twice_changes_nothing_more(text):
    cleaned = clean_thai(text)

    assert clean_thai(cleaned) == cleaned


@given(any_text)
def test_folding_twice_changes_nothing_more(text):
    folded = search_fold(text)

    assert search_fold(folded) == folded
    assert "\n" not in folded


def test_search_finds_a_word_however_it_was_typed():
    stored = search_fold("โรงงาน นํ้าตาล\nเขต ๑๒  GI")

    assert search_fold("น้ำตาล เขต 12 gi") in stored


def test_thai_digits_become_western():
    assert western_digits("๐๑๒๓๔๕๖๗๘๙ ก1") == "0123456789 ก1"


@pytest.mark.parametrize("in_order", [PROVINCES, PLACES, MIXED])
def test_sorting_by_the_key_is_dictionary_order(in_order):
    shuffled = random.Random(12).sample(in_order, len(in_order))  # noqa: S311

    assert sorted(shuffled, key=sort_key) == in_order
    assert len(PROVINCES) == 77


def test_thai_and_western_digits_sort_alike():
    assert sort_key("โรงงาน ๑๐") == sort_key("โรงงาน 10")


def test_spaces_and_punctuation_do_not_sort():
    assert sort_key("สอจ. ขอนแก่น") == sort_key("สอจขอนแก่น")


def plain_key(text):
    """The order the key promises, said the long way."""
    letters, marks = sort_parts(text)
    return [(script(letter), letter) for letter in letters], marks


def script(letter):
    if "ก" <= letter <= "๛":
        return 1
    if "a" <= letter <= "z":
        return 2
    return 0 if letter.isascii() else 3


@given(any_text, any_text)
def test_the_encoded_key_orders_as_the_plain_one(one, other):
    one, other = one[:40], other[:40]

    assert (sort_key(one) < sort_key(other)) == (plain_key(one) < plain_key(other))


@given(any_text)
def test_a_key_is_lower_case_hexadecimal_so_no_collation_matters(text):
    assert set(sort_key(text)) <= set("0123456789abcdef")


@given(any_text, any_text)
def test_cutting_a_long_key_keeps_the_order(one, other):
    one, other = one * 60, other * 60

    assert len(sort_key(one)) <= SORT_KEY_MAX
    if plain_key(one) < plain_key(other):
        assert sort_key(one) <= sort_key(other)
