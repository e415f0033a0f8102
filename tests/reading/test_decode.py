"""Bytes become text in the encoding they were written in, or are refused with a reason."""

import pytest

from cleaner.errors import InputError
from cleaner.reading.decode import decode

TEXT = "Die Fähre nach Karsholm fährt ab Montag wieder – für 12 €, teilte die Behörde mit. " * 5


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("cp1252", b""),
    ],
)
def test_encoding_is_recognised(encoding: str, bom: bytes) -> None:
    assert decode(bom + TEXT.encode(encoding)).text.removeprefix("\ufeff") == TEXT


def test_declared_encoding_of_a_page_counts() -> None:
    page = f'<html><head><meta charset="windows-1251"></head><body>{"Паром снова ходит. " * 5}</body></html>'
    decoded = decode(page.encode("cp1251"))
    assert decoded.text == page
    assert decoded.encoding == "cp1251"


@pytest.mark.parametrize("charset", ["unicode_escape", "raw_unicode_escape", "utf-16", "cp037"])
def test_declaration_of_what_is_no_charset_of_a_page_does_not_count(charset: str) -> None:
    """Escapes would change what is written, and a page in UTF-16 or of a mainframe could not say so in ASCII."""
    page = rf'<meta charset="{charset}"><p>Die Fähre fährt wieder, steht in C:\new\u0041, von Montag an.</p>'
    page += "\n" * (len(page) % 2)
    decoded = decode(page.encode("cp1252"))
    assert (decoded.text, decoded.encoding) == (page, "cp1252")


def test_wrong_declaration_does_not_hold_against_valid_utf8() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body>Größe</body></html>'
    assert decode(page.encode()).text == page


def test_few_broken_bytes_do_not_change_the_encoding() -> None:
    decoded = decode(TEXT.encode()[:-2] + b"\xff" + TEXT.encode())
    assert decoded.encoding == "utf-8"
    assert decoded.broken == 1
    assert decoded.text.endswith(TEXT)


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02" * 50, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, b"\x1f\x8b" + bytes(50)]
)
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="looks like binary data"):
        decode(data)


def test_nothing_is_text() -> None:
    assert decode(b"") == ("", "utf-8", 0)


def test_declaration_that_no_codec_follows_is_passed_over() -> None:
    """`undefined`, which scripts write into pages, is a codec that refuses everything."""
    page = f'<html><head><meta charset="undefined"></head><body>{TEXT}</body></html>'
    assert decode(page.encode("cp1252")).text == page


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "I’d stay away from the ferry, the mayor’s doctor said. It’s too cold, and YouTube is warm."),
        ("cp1252", "La Société a cédé le théâtre où l’on jouait – jusqu’à l’été, a précisé son président."),
        (
            "cp1250",
            "Přístav na ostrově Karsholm bude znovu otevřen v pondělí, řekl v pátek večer mluvčí přístavní rady.",
        ),
        (
            "iso8859-2",
            "Prom na Karsholm znów pływa od poniedziałku, ogłosił w piątek wieczorem zarząd portu. Żegluga wraca.",
        ),
        (
            "cp1254",
            "Karsholm feribotu pazartesi gününden itibaren yeniden çalışacak, liman kurulu cuma akşamı açıkladı. Iğdır’da şenlik.",
        ),
        (
            "cp1257",
            "Keltas į Karsholmą vėl plauks nuo pirmadienio, penktadienio vakarą pranešė uosto valdyba. Žmonės džiaugiasi.",
        ),
        ("cp1251", "Паром на Карсхольм снова ходит с понедельника, сообщил в пятницу вечером совет порта."),
        (
            "mac_roman",
            "The ferry – it’s old – “sails again”, the mayor’s doctor said. He’d stay away, wouldn’t you, and that’s that.",
        ),
    ],
)
def test_undeclared_code_page_is_told_by_the_language(encoding: str, text: str) -> None:
    """Few bytes that are no ASCII, and an encoding that no count of bytes would find."""
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Паром на Карсхольм снова ходит с понедельника, сообщил в пятницу вечером совет порта. "),
        ("cp1252", "Die Fähre fährt wieder, täglich außer montags. "),
    ],
)
def test_long_text_in_a_code_page_is_read_as_a_short_one(encoding: str, text: str) -> None:
    assert decode((text * 4000).encode(encoding))[:2] == (text * 4000, encoding)


def test_declared_escapes_of_japanese_mail_are_read() -> None:
    page = '<html><head><meta charset="iso-2022-jp"></head><body>フェリーは月曜から再開する。</body></html>'
    assert decode(page.encode("iso-2022-jp")).text == page


def test_pdf_is_refused_even_where_most_of_it_is_text() -> None:
    with pytest.raises(InputError, match="is a PDF; extract its text first"):
        decode(b"%PDF-1.4\n" + TEXT.encode())


@pytest.mark.parametrize(
    "declared",
    [
        '<meta charset="iso-8859-2">',
        '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=ISO-8859-2">',
        '<META CHARSET="iso-8859-2">',
    ],
)
def test_page_says_its_charset_in_capitals_or_not(declared: str) -> None:
    """Without it the letters would be guessed, and some of them wrong."""
    page = f"<HTML><HEAD>{declared}</HEAD><BODY><P>Příliš žluťoučký kůň úpěl ďábelské ódy.</P></BODY></HTML>"
    assert decode(page.encode("iso-8859-2"))[:2] == (page, "iso8859-2")


@pytest.mark.parametrize(
    "said",
    [
        "iso-8859-2",
        " ISO-8859-2 ",
        "charset=iso-8859-2",
        "text/html; charset=iso-8859-2",
        'text/html;Charset = "iso-8859-2"; boundary=x',
    ],
)
def test_what_a_server_said_counts_before_what_the_page_says(said: str) -> None:
    """It may be the name of a charset or the whole Content-Type."""
    page = '<meta charset="iso-8859-1"><p>Příliš žluťoučký kůň</p>'
    assert decode(page.encode("iso-8859-2"), said)[:2] == (page, "iso8859-2")


def test_content_type_without_a_charset_says_nothing() -> None:
    page = '<meta charset="iso-8859-2"><p>Příliš žluťoučký kůň</p>'
    assert decode(page.encode("iso-8859-2"), "text/html")[:2] == (page, "iso8859-2")
