"""Numbers as words: 一百二十 is 120, 二点五 is 2.5, and back."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_DIGITS |= {char: number for number, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
_STEPS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}

SCALES = {
    "万亿": Decimal(10**12),
    "千亿": Decimal(10**11),
    "百亿": Decimal(10**10),
    "十亿": Decimal(10**9),
    "亿": Decimal(10**8),
    "千万": Decimal(10**7),
    "百万": Decimal(10**6),
    "十万": Decimal(10**5),
    "万": Decimal(10**4),
    "千": Decimal(10**3),
    "百": Decimal(100),
}

# Every character a Chinese number may hold.
CHINESE_NUMBER = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"


def read_chinese(words: str) -> Decimal | None:
    """Return the value of a Chinese number, None where the characters make none (三四, 百十)."""
    whole, _, decimals = words.partition("点")
    value = _read_whole(whole)
    if value is None or not decimals:
        return value if "点" not in words else None
    if any(char not in _DIGITS for char in decimals):
        return None
    return value + Decimal("0." + "".join(str(_DIGITS[char]) for char in decimals))


def _read_whole(words: str) -> Decimal | None:
    """Read an integer; sections of 万 and 亿 must fall, and within a section 千, 百 and 十 must."""
    total, section, digit = Decimal(0), Decimal(0), None
    last_step, after_zero = 10**4, False
    seen = False
    for char in words:
        if char in _DIGITS:
            if digit is not None and digit != 0:
                return None
            digit, seen, after_zero = _DIGITS[char], True, after_zero or _DIGITS[char] == 0
        elif char in _STEPS:
            step = _STEPS[char]
            if step >= last_step or (digit is None and step != 10):
                return None
            section += (1 if digit is None else digit) * step
            last_step, digit, seen, after_zero = step, None, True, False
        else:
            section += digit or 0
            if not seen or section + total == 0:
                return None
            # 一万亿: the whole so far is multiplied; 三亿五千万: the section alone.
            total = (total + section) * _MYRIADS[char] if _MYRIADS[char] == 10**8 else total + section * _MYRIADS[char]
            section, digit, last_step, after_zero = Decimal(0), None, 10**4, False
    return _close(total, section, digit, last_step, after_zero, words) if seen else None


def _close(
    total: Decimal, section: Decimal, digit: int | None, last_step: int, after_zero: bool, words: str
) -> Decimal:
    """Add the last digit; after 百 without 零 it stands for tens: 一百二 is 120, 三千五 is 3500."""
    if digit and not after_zero and len(words) > 1:
        before = words[-2]
        if before in _STEPS and last_step >= 100:
            return total + section + digit * last_step // 10
        if before in _MYRIADS:
            return total + Decimal(digit * _MYRIADS[before] // 10)
    return total + section + (digit or 0)


def write_chinese(value: Decimal) -> str:
    """Write a number that is not negative and below 10^16 in Chinese: 120 is 一百二十, 2.5 is 二点五."""
    whole = int(value)
    fraction = format(value.normalize(), "f").partition(".")[2]
    words = _write_whole(whole)
    return words + ("点" + "".join("零一二三四五六七八九"[int(digit)] for digit in fraction) if fraction else "")


def _write_whole(whole: int) -> str:
    """Write an integer by sections of four digits."""
    if whole == 0:
        return "零"
    if whole >= 10**16:
        raise ValueError(f"{whole} is beyond 亿亿")
    if whole >= 10**8:
        high, low = divmod(whole, 10**8)
        return _write_whole(high) + "亿" + _join_section(low, 10**8)
    if whole >= 10**4:
        high, low = divmod(whole, 10**4)
        return _write_section(high) + "万" + _join_section(low, 10**4)
    return _write_section(whole)


def _join_section(low: int, size: int) -> str:
    """Write what follows a 万 or 亿, with a 零 where digits are skipped."""
    if low == 0:
        return ""
    return ("零" if low * 10 < size else "") + _write_whole(low).replace("十", "一十", 1 if 10 <= low < 20 else 0)


def _write_section(number: int) -> str:
    """Write 1 to 9999."""
    words, skipped = "", False
    for step, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // step % 10
        if digit:
            words += ("零" if skipped and words else "") + "零一二三四五六七八九"[digit] + name
            skipped = False
        else:
            skipped = True
    return words.removeprefix("一") if 10 <= number < 20 else words
