"""Numbers in figures and in words: "1,090", "1.5 million", "thirty-one", "between 20 and 30"."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ingest.articles.words.lexicon import Lexicon

_CHINESE = re.compile(
    r"[〇零一二两兩三四五六七八九十百千][〇零一二两兩三四五六七八九十百千万萬亿億]*"
)
_NO_ONE = re.compile(
    r"一[并些般起旦直样定举同律贯再向致度带路时经面侧边头道块]"
)  # "一并": together
_CHINESE_DIGITS = "一二三四五六七八九"
_CHINESE_SCALES = {"十": 10, "百": 100, "千": 1000}
_CHINESE_RANGE = re.compile(
    rf"(?<![{_CHINESE_DIGITS}十百千万])([{_CHINESE_DIGITS}])、?([{_CHINESE_DIGITS}])([十百千])"
    rf"(?![{_CHINESE_DIGITS}十百千])"
)  # "五、六百人", "三四十人"
MIN_SUMMED = 10_000  # a number that another one may continue
_NO_DIGIT = "(?<![〇零一二两三四五六七八九十百千万亿0-9])"
_BLANKS = r"[ \u00a0\u202f]?"


class Number(NamedTuple):
    """A number in a text: its place, its value, the upper end of a range, and how it is written."""

    start: int
    end: int
    value: Decimal
    high: Decimal | None = None
    how: str = "digits"  # words, vague, round, range, one, more ("270余亿")


def numbers(text: str, lexicon: Lexicon) -> list[Number]:
    """Return the numbers of a comparable text, in their order; a range is one number."""
    pattern = _pattern(lexicon.language)
    found: list[Number] = []
    for match in pattern.finditer(text):
        number = _number(match, lexicon)
        if number is not None:
            found.append(number)
    if lexicon.language == "zh":
        found = _with_chinese(text, found)
    return _joined(text, found, lexicon)


@cache
def _pattern(language: str) -> re.Pattern[str]:
    from ingest.articles.words.lexicon import lexicon as lexicon_of

    lexicon = lexicon_of(language)
    data = lexicon.data
    thousands = re.escape(data["thousands"])
    scales = "|".join(_longest(data["number_scales"]))
    decimals = f"[{re.escape(data['decimal'] + data.get('other_decimal', ''))}]"
    group = rf"(?:{thousands}|(?<=\d)[ \u00a0\u202f]|,|\.)"
    digits = (
        rf"(?<![\w.,/-])(?<![\w][.,])(?:\d{{1,3}}(?:{group}\d{{3}})+(?!\d)|\d+)"
        rf"(?:{decimals}\d{{1,2}})?(?![\d])"
    )
    if not lexicon.has_spaces:
        digits = digits.replace(r"(?<![\w.,/-])(?<![\w][.,])", r"(?<![a-z0-9])(?<![0-9][.,/-])")
        infix = "|".join(map(str, data.get("scale_infix", ()))) or "(?!)"
        scaled = (
            rf"(?P<digits>{digits})(?:(?P<infix>{infix})?{_BLANKS}(?P<scale>{scales}))?"
            if scales
            else rf"(?P<digits>{digits})"
        )
    else:
        scaled = (
            r"(?P<digits>"
            + digits.replace(r"(?<![\w.,/-])", r"(?<![0-9.,/-])(?<![0-9a-z]-)")
            + rf")(?:[ -]?(?P<scale>(?:{scales})(?:[ -]+(?:{scales}))?)(?![\w]))?"
        )
    words = "|".join(_longest({**data["number_words"], **data["number_scales"]}))
    links = "|".join(re.escape(str(link)) for link in data.get("number_links", ()) if link != "-")
    between = rf"(?:[ -]+(?:(?:{links})[ ]+)?)" if links else r"[ -]+"
    vague = "|".join(_longest(data.get("vague_numbers", {})))
    rounded = "|".join(_longest(data.get("round_numbers", {})))
    parts = [scaled]
    edge = (r"(?<![\w-])", r"(?![\w])") if lexicon.has_spaces else (_NO_DIGIT, "")
    if vague:
        parts.insert(0, rf"(?P<vague>{edge[0]}(?:{vague}){edge[1]})")
    if rounded:
        no_more = rf"(?![ -]+(?:(?:{links})[ ]+)?(?:{words})(?!\w))" if words and links else ""
        parts.insert(0, rf"(?P<round>{edge[0]}(?:{rounded}){edge[1]}{no_more})")
    if words and lexicon.has_spaces:
        parts.append(rf"(?P<words>(?<![\w-])(?:{words})(?:{between}(?:{words}))*(?![\w]))")
    return re.compile("|".join(parts))


def _longest(words: dict[str, int]) -> list[str]:
    """Return the words as patterns, the longest first."""
    ordered = sorted(map(str, words), key=lambda word: (-len(word), word))
    return [re.escape(word).replace(r"\ ", "[ -]+") for word in ordered]


def _number(match: re.Match[str], lexicon: Lexicon) -> Number | None:
    data, groups = lexicon.data, match.groupdict()
    start, end = match.span()
    for how in ("vague", "round"):
        if groups.get(how):
            word = re.sub(r"[ -]+", " ", groups[how])
            known = {re.sub(r"[ -]+", " ", str(k)): v for k, v in data[f"{how}_numbers"].items()}
            return Number(start, end, Decimal(known[word]), how=how)
    if groups.get("words"):
        for word, after in data.get("units_after", {}).items():
            tail = re.search(rf"(?:{'|'.join(after)}) ({word})$", groups["words"])
            if tail:  # "mười năm" is ten years
                end = start + tail.start(1) - 1
                groups["words"] = groups["words"][: tail.start(1) - 1]
        if groups["words"].split()[0] in data.get("no_numbers_alone", ()):
            return None
        spelled = words_value(groups["words"], lexicon)
        return None if spelled is None else Number(start, end, Decimal(spelled), how="words")
    value = digits_value(groups["digits"], data["thousands"], data["decimal"])
    if groups.get("scale"):
        for word in re.split(r"[ -]+", groups["scale"]):
            value *= data["number_scales"].get(word, 1)
    return Number(start, end, value, how="more" if groups.get("infix") else "digits")


def digits_value(text: str, thousands: str, decimal: str) -> Decimal:
    """Return the value of digits with separators of thousands and a decimal separator."""
    plain = re.sub(r"[ \u00a0\u202f]", "", text)
    groups = re.split(r"[.,]", plain)
    if len(groups) > 1 and len(groups[-1]) != 3:
        return Decimal("".join(groups[:-1]) + "." + groups[-1])
    if (
        len(groups) == 2 and plain[-4] == decimal and thousands != decimal and len(groups[0]) < 2
    ) and (groups[0] == "0" or (groups[1] != "000" and decimal == ".")):
        return Decimal(f"{groups[0]}.{groups[1]}")
    return Decimal("".join(groups))


def words_value(text: str, lexicon: Lexicon) -> int | None:
    """Return the value of a number in words; None for words that make no number."""
    words = {str(k): int(v) for k, v in lexicon.data["number_words"].items()}
    scales = {str(k): int(v) for k, v in lexicon.data["number_scales"].items()}
    known = words | scales
    total = group = small = 0
    rest, has_number = text, False
    while rest:
        rest = rest.lstrip(" -")
        key = next(
            (k for k in sorted(known, key=len, reverse=True) if _begins(rest, k, lexicon)), None
        )
        if key is None:
            rest = rest.partition(" ")[2]
            continue
        rest, value = rest[len(key) :], known[key]
        has_number = True
        if key in words:
            small += value
        elif value < 1000:
            group, small = group + max(small, 1) * value, 0
        else:
            total, group, small = total + max(group + small, 1) * value, 0, 0
    first = re.split(r"[ -]+", text)[0]
    if not has_number or (first in scales and first not in words and len(text) == len(first)):
        return None
    return total + group + small


def _begins(rest: str, key: str, lexicon: Lexicon) -> bool:
    if not re.sub(r"-", " ", rest).startswith(key.replace("-", " ")):
        return False
    return not lexicon.has_spaces or not rest[len(key) : len(key) + 1].isalpha()


def _with_chinese(text: str, found: list[Number]) -> list[Number]:
    """Add the numbers that are written in Chinese characters."""
    import cn2an

    for match in _CHINESE_RANGE.finditer(text):
        low, high = (_CHINESE_DIGITS.index(match[place]) + 1 for place in (1, 2))
        scale = _CHINESE_SCALES.get(match[3], 1)
        if low < high:
            values = Decimal(low * scale), Decimal(high * scale)
            found.append(Number(match.start(), match.end(), *values, "range"))
    taken = {place for number in found for place in range(number.start, number.end)}
    for match in _CHINESE.finditer(text):
        if taken & set(range(*match.span())) or _NO_ONE.match(text, match.start()):
            continue
        try:
            value = cn2an.cn2an(match[0].replace("兩", "两").replace("萬", "万"), "smart")
        except ValueError:
            continue
        found.append(Number(match.start(), match.end(), Decimal(str(value)), how="words"))
    return sorted(found)


def _joined(text: str, found: list[Number], lexicon: Lexicon) -> list[Number]:
    """Join two numbers that are the ends of a range."""
    links = "|".join(re.escape(str(link)) for link in lexicon.data.get("range_links", ()))
    between = lexicon.data.get("range_between", {})
    result: list[Number] = []
    for number in found:
        last = result[-1] if result else None
        if (last is not None and last.end == number.start and number.value < last.value) and (
            last.value >= MIN_SUMMED and last.high is None
        ):  # "1億3,500萬"
            result[-1] = Number(last.start, number.end, last.value + number.value)
            continue
        if last is not None and last.high is None and last.value < number.value:
            gap = text[last.end : number.start].strip()
            before = text[max(0, last.start - 14) : last.start].split()
            is_range = re.fullmatch(links, gap) if links else None
            word = before[-1] if before else ""
            if gap and (is_range or (word in between and between[word] == gap)):
                if word in between and between[word] == gap:
                    start = text.rindex(word, 0, last.start)
                    last = _scaled_like(last, number, text)
                    result[-1] = Number(start, number.end, last.value, number.value, "range")
                    continue
                if last.how == number.how and number.value < last.value * 10:
                    result[-1] = Number(last.start, number.end, last.value, number.value, "range")
                    continue
        result.append(number)
    return result


def _scaled_like(low: Number, high: Number, text: str) -> Number:
    """Return the lower end in the scale of the upper one: "between 350 and 400 million"."""
    plain = re.match(r"[\d.,]+", text[high.start : high.end])
    if low.how != "digits" or plain is None or plain.end() == high.end - high.start:
        return low
    scale = high.value / Decimal(plain[0].replace(",", "") or 1)
    return low._replace(value=low.value * scale) if low.value * scale < high.value else low
