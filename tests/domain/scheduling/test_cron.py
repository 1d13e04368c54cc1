"""The grammar of schedule expressions: what AWS's guide shows, and what is refused."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from domain.scheduling.cron import At, Rate, parse_cron, parse_schedule

ON = date(2026, 11, 26)
DAY = timedelta(days=1)


def firsts(expression: str, since: str, count: int = 3) -> list[str]:
    days = parse_cron(expression).days(date.fromisoformat(since), date(2199, 12, 31))
    return [day.isoformat() for day, _ in zip(days, range(count), strict=False)]


@pytest.mark.parametrize(
    ("fields", "since", "expected"),
    [
        ("* * ? *", "2026-02-28", ["2026-02-28", "2026-03-01", "2026-03-02"]),
        ("? * * *", "2026-02-28", ["2026-02-28", "2026-03-01", "2026-03-02"]),
        ("1 * ? *", "2026-03-02", ["2026-04-01", "2026-05-01", "2026-06-01"]),
        ("1,15 * ? *", "2026-03-02", ["2026-03-15", "2026-04-01", "2026-04-15"]),
        ("24-26 DEC ? 2026", "2026-01-01", ["2026-12-24", "2026-12-25", "2026-12-26"]),
        ("30-1 * ? *", "2026-01-02", ["2026-01-30", "2026-01-31", "2026-02-01"]),
        ("31-1 * ? *", "2026-01-02", ["2026-01-31", "2026-02-01", "2026-03-01"]),
        ("10/10 * ? *", "2026-02-01", ["2026-02-10", "2026-02-20", "2026-03-10"]),
        ("31 * ? *", "2026-02-01", ["2026-03-31", "2026-05-31", "2026-07-31"]),
        ("29 2 ? *", "2026-03-01", ["2028-02-29", "2032-02-29", "2036-02-29"]),
        ("29 2 ? *", "2096-03-01", ["2104-02-29", "2108-02-29", "2112-02-29"]),
        ("30 2 ? *", "2026-01-01", []),
        ("L * ? *", "2026-02-01", ["2026-02-28", "2026-03-31", "2026-04-30"]),
        ("15W * ? *", "2026-08-01", ["2026-08-14", "2026-09-15", "2026-10-15"]),
        ("3W * ? *", "2026-05-01", ["2026-05-04", "2026-06-03", "2026-07-03"]),
        ("1W * ? *", "2026-08-01", ["2026-08-03", "2026-09-01", "2026-10-01"]),
        ("31W * ? *", "2026-01-01", ["2026-01-30", "2026-02-27", "2026-03-31"]),
        ("LW * ? *", "2026-01-01", ["2026-01-30", "2026-02-27", "2026-03-31"]),
        ("? * MON-FRI *", "2026-03-06", ["2026-03-06", "2026-03-09", "2026-03-10"]),
        ("? * 2-6 *", "2026-03-06", ["2026-03-06", "2026-03-09", "2026-03-10"]),
        ("? * mon-Fri *", "2026-03-06", ["2026-03-06", "2026-03-09", "2026-03-10"]),
        ("? * FRI-MON *", "2026-03-06", ["2026-03-06", "2026-03-07", "2026-03-08"]),
        ("? * 1,SAT *", "2026-03-06", ["2026-03-07", "2026-03-08", "2026-03-14"]),
        ("? * 2#1 *", "2026-03-01", ["2026-03-02", "2026-04-06", "2026-05-04"]),
        ("? * 3#2 *", "2026-03-01", ["2026-03-10", "2026-04-14", "2026-05-12"]),
        ("? * MON#5 *", "2026-03-01", ["2026-03-30", "2026-06-29", "2026-08-31"]),
        ("? * 6L *", "2026-03-01", ["2026-03-27", "2026-04-24", "2026-05-29"]),
        ("? * fril *", "2026-03-01", ["2026-03-27", "2026-04-24", "2026-05-29"]),
        ("? JAN,JUL SUN 2026", "2026-01-20", ["2026-01-25", "2026-07-05", "2026-07-12"]),
        ("1 NOV-2 ? *", "2026-02-02", ["2026-11-01", "2026-12-01", "2027-01-01"]),
        ("1 1/6 ? *", "2026-01-02", ["2026-07-01", "2027-01-01", "2027-07-01"]),
        ("1 1 ? 2026-2027", "2026-01-02", ["2027-01-01"]),
        ("1 1 ? 2030/80", "2026-01-02", ["2030-01-01", "2110-01-01", "2190-01-01"]),
        ("1 1 ? 1999", "2026-01-02", []),
        ("* * ? 2025", "2026-01-01", []),
    ],
)
def test_days(fields: str, since: str, expected: list[str]) -> None:
    assert firsts(f"cron(0 9 {fields})", since) == expected


def test_the_last_day_of_the_week_is_every_saturday() -> None:
    """The guide: "the last day of the month or week". So it is not the month's last Saturday, which is ``7L``."""
    assert firsts("cron(0 9 ? * L *)", "2026-03-01") == ["2026-03-07", "2026-03-14", "2026-03-21"]
    assert parse_cron("cron(0 9 ? * L *)") == parse_cron("cron(0 9 ? * SAT *)")


@pytest.mark.parametrize(
    ("fields", "minutes", "hours"),
    [
        ("0 9", [0], [9]),
        ("05 09", [5], [9]),
        ("0\t 9", [0], [9]),
        ("0,30 9", [0, 30], [9]),
        ("30,0,30 9", [0, 30], [9]),
        ("0/15 *", [0, 15, 30, 45], list(range(24))),
        ("1/10 8-17", [1, 11, 21, 31, 41, 51], list(range(8, 18))),
        ("*/20 8-17/3", [0, 20, 40], [8, 11, 14, 17]),
        ("0 22-1", [0], [0, 1, 22, 23]),
        ("0 22-5/3", [0], [1, 4, 22]),
        ("0/30 20-23,0-2", [0, 30], [0, 1, 2, 20, 21, 22, 23]),
        ("*/59 */23", [0, 59], [0, 23]),
    ],
)
def test_times(fields: str, minutes: list[int], hours: list[int]) -> None:
    cron = parse_cron(f"cron({fields} * * ? *)")
    assert (list(cron.minutes), list(cron.hours)) == (minutes, hours)


@pytest.mark.parametrize(
    ("expression", "count"),
    [
        ("cron(0 9 * * ? *)", 365),
        ("cron(0/15 * ? * * *)", 365),
        ("cron(*/20 8-17 ? * MON-FRI *)", 261),
        ("cron(0 0 1 * ? *)", 12),
        ("cron(0 0 L * ? *)", 12),
        ("cron(0 9 15W * ? *)", 12),
        ("cron(0 0 ? * 2#1 *)", 12),
        ("cron(0 0 ? * MON#1 *)", 12),
        ("cron(0 0 ? * 6L *)", 12),
        ("cron(0 0 ? * L *)", 52),
        ("cron(0 0 ? * SAT,SUN *)", 104),
        ("cron(0 0 ? * FRI-MON *)", 208),
        ("cron(0 0 24-26 DEC ? 2026)", 3),
        ("cron(0 0 29 2 ? *)", 0),
        ("cron(0 0 1 1 ? 1999)", 0),
    ],
)
def test_days_of_a_year(expression: str, count: int) -> None:
    assert len(list(parse_cron(expression).days(ON, ON + 364 * DAY))) == count


@pytest.mark.parametrize(
    ("expression", "seconds"),
    [
        ("rate(1 minute)", 60),
        ("rate(15 minutes)", 900),
        ("rate(1 hour)", 3_600),
        ("rate(2 days)", 172_800),
        ("rate(2 day)", 172_800),
    ],
)
def test_rates(expression: str, seconds: int) -> None:
    assert parse_schedule(expression) == Rate(seconds)


def test_a_single_time_is_what_a_clock_shows() -> None:
    assert parse_schedule("at(2026-12-24T18:00:30)") == At(datetime.fromisoformat("2026-12-24T18:00:30"))


REFUSED_FIELDS = {
    "60 9 * * ? *": "minutes of .* = '60' .* 0 to 59",
    "0/0 9 * * ? *": "minutes of .* = '0/0'",
    "0/60 9 * * ? *": "minutes of .* = '0/60'",
    "/5 9 * * ? *": "minutes of .* = '/5'",
    "*-5 9 * * ? *": r"minutes of .* = '\*-5'",
    "1-2-3 9 * * ? *": "minutes of .* = '1-2-3'",
    "1-* 9 * * ? *": r"minutes of .* = '1-\*'",
    "-1 9 * * ? *": "minutes of .* = '-1'",
    "1- 9 * * ? *": "minutes of .* = '1-'",
    "? 9 * * ? *": r"minutes of .* = '\?'",
    "0 24 * * ? *": "hours of .* = '24' .* 0 to 23",
    "0 MON * * ? *": "hours of .* = 'MON'",
    "0 9 0 * ? *": "day-of-month of .* = '0' .* 1 to 31",
    "0 9 99 2 ? *": "day-of-month of .* = '99'",
    "0 9 1, * ? *": "day-of-month of .* = '1,'",
    "0 9 32W * ? *": "day-of-month of .* = '32W'",
    "0 9 W * ? *": "day-of-month of .* = 'W'",
    "0 9 1W,15W * ? *": "day-of-month of .* = '1W,15W'",
    "0 9 L,15 * ? *": "day-of-month of .* = 'L,15' .* one of L, LW, 15W",
    "0 9 1-L * ? *": "day-of-month of .* = '1-L'",
    "0 9 L-3 * ? *": "day-of-month of .* = 'L-3'",
    "0 9 1 0 ? *": "month of .* = '0' .* 1 to 12 or JAN to DEC",
    "0 9 1 JANUARY ? *": "month of .* = 'JANUARY'",
    "0 9 1 ? 2 *": "exactly one",
    "0 9 ? ? 2 *": r"month of .* = '\?'",
    "0 9 ? * 0 *": r"day-of-week of .* = '0' .* 1 to 7 \(1 is Sunday\) or SUN to SAT",
    "0 9 ? * 8 *": "day-of-week of .* = '8'",
    "0 9 ? * FUN *": "day-of-week of .* = 'FUN' .* accepted: 1 to 7",
    "0 9 ? * FOO *": "day-of-week of .* = 'FOO'",
    "0 9 ? * 9L *": "day-of-week of .* = '9L'",
    "0 9 ? * FUN#1 *": "day-of-week of .* = 'FUN#1'",
    "0 9 ? * 2#0 *": "day-of-week of .* = '2#0'",
    "0 9 ? * MON#6 *": "day-of-week of .* = 'MON#6'",
    "0 9 ? * 3#1,6#3 *": "day-of-week of .* = '3#1,6#3'",
    "0 9 ? * L,2 *": "day-of-week of .* = 'L,2'",
    "0 9 ? * 2/2 *": "day-of-week of .* = '2/2'",
    "0 9 ? * MON 1969": "year of .* = '1969' .* 1970 to 2199",
    "0 9 ? * MON 2200": "year of .* = '2200'",
    "0 9 ? * MON 2027-2026": "year of .* = '2027-2026'",
    "0 9 * * * *": r"exactly one of day-of-month and day-of-week is \?",
    "0 9 ? * ? *": r"exactly one of day-of-month and day-of-week is \?",
    "0 9 * * MON-FRI *": r"exactly one of day-of-month and day-of-week is \?",
    "0 8 * * *": "6 fields, not 5: minutes hours day-of-month month day-of-week year",
    "0 9 * * ?": "6 fields, not 5",
    "0 9 ? * MON-FRI": "6 fields, not 5",
    "0 0 9 * * ? *": "6 fields, not 7",
    "": "6 fields, not 0",
}


@pytest.mark.parametrize(("fields", "says"), REFUSED_FIELDS.items())
def test_a_cron_that_is_none_is_told_with_its_field_and_what_is_accepted(fields: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_schedule(f"cron({fields})")


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("some cron", r"is not accepted: cron\(…\), rate\(…\) or at\(…\)"),
        ("nonsense", "is not accepted"),
        ("", "schedule = '' is not accepted"),
        ("0 9 * * ? *", "is not accepted"),
        (" cron(0 9 * * ? *)", "is not accepted"),
        ("cron(0 9 * * ? *))", "is not accepted"),
        ("cron(٣ 9 * * ? *)", r"cron\(…\), rate\(…\) or at\(…\)"),
        ("cron(0 9 ? * \u017fUN *)", r"cron\(…\), rate\(…\) or at\(…\)"),
        ("rate(٣ hours)", r"cron\(…\), rate\(…\) or at\(…\)"),
        ("rate(0 minutes)", "a whole number of 1 or more"),
        ("rate(5 seconds)", "minute, minutes, hour, hours, day or days"),
        ("rate(5 weeks)", "minute, minutes, hour, hours, day or days"),
        ("rate(1.5 hours)", "a whole number"),
        ("rate()", "a whole number"),
        ("at(tomorrow)", r"as at\(yyyy-mm-ddThh:mm:ss\)"),
        ("at(x)", r"as at\(yyyy-mm-ddThh:mm:ss\)"),
        ("at(2026-13-01T00:00:00)", "a time that exists"),
        ("at(2026-02-29T00:00:00)", "a time that exists"),
        ("at(2026-12-01T24:00:00)", "a time that exists"),
        ("at(0001-01-01T00:00:00)", "a time that exists"),
        ("at(9999-12-31T23:59:59)", "a time that exists"),
        ("at(2026-12-01)", r"as at\(yyyy-mm-ddThh:mm:ss\)"),
        ("at(2026-12-01T09:00)", r"as at\(yyyy-mm-ddThh:mm:ss\)"),
        ("at(2026-12-01T00:00:00Z)", "without an offset"),
        ("at(2026-12-01T00:00:00+09:00)", "without an offset"),
    ],
)
def test_a_schedule_of_no_form_is_refused_with_what_is_accepted(expression: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_schedule(expression)


def test_a_cron_is_asked_for_by_name() -> None:
    with pytest.raises(ValueError, match=r"is not accepted: cron\(…\)"):
        parse_cron("rate(1 day)")
