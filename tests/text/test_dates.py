"""The shapes of dates and times in the languages of the packs, and what looks like them."""

import datetime as dt

import pytest
import regex

from cleaner.text.dates import DATE, TIME, parse

DAY = dt.date(2024, 10, 24)
MONTHS = {
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "el": "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta"
    " marraskuuta joulukuuta",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "he": "בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר",
    "hi": "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "vi": "tháng|1 tháng|2 tháng|3 tháng|4 tháng|5 tháng|6 tháng|7 tháng|8 tháng|9 tháng|10 tháng|11 tháng|12",
}
SHORT_MONTHS = {
    "bg": "ян. фев. март апр. май юни юли авг. септ. окт. ноем. дек.",
    "cs": "led. úno. bře. dub. kvě. čvn. čvc. srp. zář. říj. lis. pro.",
    "da": "jan. feb. mar. apr. maj jun. jul. aug. sep. okt. nov. dec.",
    "de": "Jan. Feb. Mär. Apr. Mai Jun. Jul. Aug. Sept. Okt. Nov. Dez.",
    "el": "Ιαν Φεβ Μαρ Απρ Μαΐ Ιουν Ιουλ Αυγ Σεπ Οκτ Νοε Δεκ",
    "en": "Jan. Feb. Mar. Apr. May Jun. Jul. Aug. Sept. Oct. Nov. Dec.",
    "es": "ene. feb. mar. abr. may. jun. jul. ago. sept. oct. nov. dic.",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "he": "בינו׳ בפבר׳ במרץ באפר׳ במאי ביוני ביולי באוג׳ בספט׳ באוק׳ בנוב׳ בדצמ׳",
    "hi": "जन. फर. मार्च अप्रैल मई जून जुल. अग. सित. अक्टू. नव. दिस.",
    "id": "Jan Feb Mar Apr Mei Jun Jul Ags Sep Okt Nov Des",
    "it": "gen. feb. mar. apr. mag. giu. lug. ago. set. ott. nov. dic.",
    "nl": "jan. feb. mrt. apr. mei jun. jul. aug. sep. okt. nov. dec.",
    "no": "jan. feb. mar. apr. mai jun. jul. aug. sep. okt. nov. des.",
    "pl": "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    "pt": "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
    "ro": "ian. feb. mar. apr. mai iun. iul. aug. sept. oct. noi. dec.",
    "ru": "янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек.",
    "sv": "jan. feb. mars apr. maj juni juli aug. sep. okt. nov. dec.",
    "tr": "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara",
    "uk": "січ. лют. бер. квіт. трав. черв. лип. серп. вер. жовт. лист. груд.",
}
LEVANTINE = "كانون|الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين|الأول تشرين|الثاني كانون|الأول"
HUNGARIAN = "január február március április május június július augusztus szeptember október november december"
SHORT_HUNGARIAN = "jan. febr. márc. ápr. máj. jún. júl. aug. szept. okt. nov. dec."


def read(text: str, language: str) -> dt.date | None:
    """What the rules make of a date: it has the form of one as a whole, and is one."""
    return parse(text, [language, "en"]) if regex.fullmatch(DATE, text) else None


@pytest.mark.parametrize("table", [MONTHS, SHORT_MONTHS, {"ar": LEVANTINE}], ids=["long", "short", "levantine"])
def test_every_month_is_read_in_every_language(table: dict[str, str]) -> None:
    for language, months in table.items():
        for number, month in enumerate(months.split(), 1):
            of = "de " if language in ("es", "pt") else ""
            dot = "." if language in ("cs", "da", "de", "fi", "no") else ""
            text = f"24{dot} {of}{month.replace('|', ' ')} {of}2024"
            assert read(text, language) == dt.date(2024, number, 24), (language, text)


@pytest.mark.parametrize("months", [HUNGARIAN, SHORT_HUNGARIAN])
def test_every_hungarian_month_is_read_behind_its_year(months: str) -> None:
    for number, month in enumerate(months.split(), 1):
        assert read(f"2024. {month} 24.", "hu") == dt.date(2024, number, 24)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("2024. 10. 24.", "ko"),
        ("2024.10.24.", "ko"),
        ("2024. 10. 24", "ko"),
        ("2024년 10월 24일", "ko"),
        ("2024. 10. 24.", "hu"),
        ("2024.10.24.", "hu"),
        ("2024. október 24", "hu"),
        ("24. 10. 2024", "cs"),
        ("24.\xa010.\xa02024", "cs"),
        ("24.\xa0října 2024", "cs"),
        ("čtvrtek 24. října 2024", "cs"),
        ("24.10. 2024", "cs"),
        ("24 tháng 10 năm 2024", "vi"),
        ("24 Tháng Mười, 2024", "vi"),
        ("24 Th10, 2024", "vi"),
        ("Thứ Năm, 24/10/2024", "vi"),
        ("thứ năm, ngày 24/10/2024", "vi"),
        ("Thứ 5, 24 tháng 10 năm 2024", "vi"),
        ("יום חמישי, 24 באוקטובר 2024", "he"),
        ("יום ה׳, 24 באוקטובר 2024", "he"),
        ("24 באוק׳ 2024", "he"),
        ("24 באוקטובר, 2024", "he"),
        ("Jum'at, 24 Okt 2024", "id"),
        ("Jum’at, 24/10/2024", "id"),
        ("24 Oktober 2024", "id"),
        ("Kamis, 24 Oktober 2024", "id"),
        ("24 октомври 2024 г.", "bg"),
        ("Четвъртък, 24 октомври 2024 г.", "bg"),
        ("d. 24. oktober 2024", "da"),
        ("torsdag d. 24. oktober 2024", "da"),
        ("torsdag den 24. oktober 2024", "da"),
        ("24/10-2024", "da"),
        ("torsdag 24. oktober 2024", "no"),
        ("24.10.2024", "no"),
        ("torsdag 24. oktober 2024", "nn"),
        ("lördag 24 oktober 2024", "sv"),
        ("den 24 oktober 2024", "sv"),
        ("torstaina 24. lokakuuta 2024", "fi"),
        ("to 24.10.2024", "fi"),
        ("Πέμπτη, 24 Οκτωβρίου 2024", "el"),
        ("24η Οκτωβρίου 2024", "el"),
        ("24 ΟΚΤΩΒΡΙΟΥ 2024", "el"),
        ("joi, 24 octombrie 2024", "ro"),
        ("गुरुवार, 24 अक्टूबर 2024", "hi"),
        ("अक्टूबर 24, 2024", "hi"),
        ("२४ अक्टूबर २०२४", "hi"),
        ("الخميس، 24 أكتوبر 2024", "ar"),
        ("٢٤ أكتوبر ٢٠٢٤", "ar"),
        ("quinta-feira, 24 de outubro de 2024", "pt"),
        ("czwartek, 24 października 2024 r.", "pl"),
        ("24 октября 2024 года", "ru"),
        ("четвер, 24 жовтня 2024 року", "uk"),
        ("24 Ekim 2024", "tr"),
        ("2024年10月24日（木）", "ja"),
        ("2024年10月24日", "zh"),
        ("2024/10/24", "zh"),
        ("Oct. 24th, 2024", "en"),
        ("Thursday, October 24, 2024", "en"),
        ("10/24/2024", "en"),
    ],
)
def test_shape_is_read(text: str, language: str) -> None:
    assert read(text, language) == DAY


@pytest.mark.parametrize("language", sorted({*MONTHS, "hu", "ja", "ko", "nb", "nn", "zh"} - {"en"}))
def test_day_stands_before_the_month(language: str) -> None:
    """Everywhere but in English; and what an earlier document held does not matter."""
    for text in ("05.08.2024", "05/08/2024", "5-8-2024"):
        assert read(text, language) == dt.date(2024, 8, 5), text


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("05/08/2024", "en", dt.date(2024, 5, 8)),
        ("24.10.2024", "en", DAY),
        ("10/24/2024", "de", DAY),
        ("24.10.05", "ko", dt.date(2024, 10, 5)),
        ("24.10.05", "de", dt.date(2005, 10, 24)),
        ("24.10.99", "de", dt.date(1999, 10, 24)),
    ],
)
def test_order_of_figures(text: str, language: str, day: dt.date) -> None:
    assert read(text, language) == day


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("3. 10. 2", "cs"),
        ("3. 10. 24", "cs"),
        ("24. 10.", "cs"),
        ("§ 24. 10. 2024", "cs"),
        ("§ 24. 10.", "cs"),
        ("24. 13. 2024", "cs"),
        ("24. 10. 1848", "cs"),
        ("3.10.2", "en"),
        ("v3.10.24", "en"),
        ("2024.10.24.5", "en"),
        ("1.24.10.2024", "de"),
        ("2024. 13. 24.", "ko"),
        ("2024. 10. 241", "ko"),
        ("1848. március 15.", "hu"),
        ("2024. fejezet 24.", "hu"),
        ("24 thành phố 2024", "vi"),
        ("24 tháng 13 năm 2024", "vi"),
        ("Hà Nội, 24/10/2024", "vi"),
        ("Oslo 24.10.2024", "no"),
        ("Artikkel 24. oktober 2024", "no"),
        ("24 mann 2024", "no"),
        ("24 जिले 2024", "hi"),
        ("24 ספרים 2024", "he"),
        ("2 noi 20245", "ro"),
        ("Praha 24. října 2024", "cs"),
        ("October 2024", "en"),
        ("24 October", "en"),
        ("21-19-21", "en"),
        ("555-10-2024", "en"),
        ("", "en"),
    ],
)
def test_what_is_no_date_stays(text: str, language: str) -> None:
    assert read(text, language) is None


@pytest.mark.parametrize(
    "text",
    [
        "오후 3:20",
        "오전 9시 10분",
        "下午3:20",
        "午後3時20分",
        "15点20分",
        "14h30",
        "14:30 Uhr",
        "kl. 14.30",
        "klo 14.30",
        "ora 14:30",
        "pukul 14.30 WIB",
        "v 14:30 hod.",
        "14:30 óra",
        "14:30 ч.",
        "02:30 μ.μ.",
        "02:30 م",
        "الساعة 14:30",
        "בשעה 14:30",
        "lúc 14:30",
        "14:30 (GMT+7)",
        "01:29 PM IST",
        "godz. 14:30",
        "saat 14:05",
        "в 14:30 мск",
    ],
)
def test_time_is_known(text: str) -> None:
    assert regex.fullmatch(TIME, text)


@pytest.mark.parametrize("text", ["3", "3-2", "3:2", "kl.", "오후", "§ 3", "3 500"])
def test_what_is_no_time_stays(text: str) -> None:
    assert not regex.fullmatch(TIME, text)
