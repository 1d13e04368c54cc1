"""Holidays from an iCalendar file: every form in which calendars export a day, and a clear word about the others."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from components.settings.holidays import Period, holidays_in, holidays_in_file

PERIOD = Period(date(2026, 12, 1), date(2028, 12, 31), ZoneInfo("Asia/Tokyo"))
NEW_YEAR = "DTSTART;VALUE=DATE:20270101\nSUMMARY:New Year"


def calendar(*events: str) -> str:
    body = "\n".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n{body}\nEND:VCALENDAR\n"


def days(*events: str) -> list[str]:
    return [day.isoformat() for day in holidays_in(calendar(*events), "holidays.ics", PERIOD)]


def test_a_day_has_the_name_of_its_event() -> None:
    assert holidays_in(calendar(NEW_YEAR), "holidays.ics", PERIOD) == {date(2027, 1, 1): "New Year"}


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("DTSTART;VALUE=DATE:20270503\nDTEND;VALUE=DATE:20270506", ["2027-05-03", "2027-05-04", "2027-05-05"]),
        ("DTSTART;VALUE=DATE:20270503\nDTEND;VALUE=DATE:20270503", ["2027-05-03"]),
        ("DTSTART;VALUE=DATE:20270503\nDURATION:P2D", ["2027-05-03", "2027-05-04"]),
        ("DTSTART;VALUE=DATE:20261130\nDURATION:P3D", ["2026-12-01", "2026-12-02"]),
        ("DTSTART;VALUE=DATE:20270101\nRRULE:FREQ=YEARLY", ["2027-01-01", "2028-01-01"]),
        ("DTSTART;VALUE=DATE:20200101\nRRULE:FREQ=YEARLY;UNTIL=20270601", ["2027-01-01"]),
        ("DTSTART;VALUE=DATE:20200101\nRRULE:FREQ=YEARLY;UNTIL=20271231T150000Z", ["2027-01-01", "2028-01-01"]),
        ("DTSTART;VALUE=DATE:20200113\nRRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=2MO", ["2027-01-11", "2028-01-10"]),
        ("DTSTART;VALUE=DATE:20200101\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20270101", ["2028-01-01"]),
        ("DTSTART;VALUE=DATE:20270101\nRDATE;VALUE=DATE:20270201,20270202", ["2027-01-01", "2027-02-01", "2027-02-02"]),
        ("DTSTART:20270103T150000Z\nDTEND:20270104T150000Z", ["2027-01-04"]),
        ("DTSTART;TZID=Asia/Tokyo:20270104T000000\nDTEND;TZID=Asia/Tokyo:20270105T000000", ["2027-01-04"]),
        ("DTSTART:20270104T090000\nDURATION:PT8H", ["2027-01-04"]),
        ("DTSTART;VALUE=DATE:20270101\nSTATUS:CANCELLED", []),
        ("DTSTART;VALUE=DATE:20300101", []),
        ("DTSTART;VALUE=DATE:20270101\nDTSTAMP:nonsense", ["2027-01-01"]),
    ],
)
def test_every_day_that_an_event_touches_is_a_holiday(event: str, expected: list[str]) -> None:
    assert days(event) == expected


def test_an_occurrence_that_was_moved_is_not_kept_beside_its_new_day() -> None:
    every = "UID:founding\nDTSTART;VALUE=DATE:20200302\nRRULE:FREQ=YEARLY"
    moved = "UID:founding\nRECURRENCE-ID;VALUE=DATE:20270302\nDTSTART;VALUE=DATE:20270305"
    assert days(every, moved) == ["2027-03-05", "2028-03-02"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", r"holidays.ics is not accepted: .*accepted: one VCALENDAR"),
        ("garbage", r"holidays.ics, line 1, is not accepted: .*garbage"),
        ("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", r"holidays.ics has no event; accepted: one VCALENDAR"),
        ("BEGIN:VEVENT\nDTSTART;VALUE=DATE:20270101\nEND:VEVENT\n", r"holidays.ics"),
        (calendar().replace("VERSION:2.0", "no property"), r"holidays.ics, line 2, is not accepted"),
        (calendar(NEW_YEAR, "SUMMARY:Half\nDTSTART;VALUE=DATE:20271301"), r"event 2 \(Half\): DTSTART is not accepted"),
        (calendar(f"{NEW_YEAR}\nno property"), r"event 1 \(New Year\): a line is not accepted"),
        (calendar("SUMMARY:Never"), r"event 1 \(Never\): DTSTART is missing; accepted: the day, such as"),
        (calendar(f"{NEW_YEAR}\nDTEND;VALUE=DATE:20261231"), r"\(New Year\): it ends .* after its start; accepted"),
        (calendar(f"{NEW_YEAR}\nDTEND;VALUE=DATE:20370101"), r"accepted: an end 0 to 62 days later"),
        (calendar(f"{NEW_YEAR}\nRRULE:FREQ=NEVER"), r"event 1 \(New Year\): RRULE is not accepted"),
        (calendar(f"{NEW_YEAR}\nRRULE:FREQ=SECONDLY"), r"RRULE repeats SECONDLY; accepted: DAILY, WEEKLY"),
        (calendar(f"{NEW_YEAR}\nRDATE;VALUE=PERIOD:20270101T000000Z/P1D"), r"RDATE has a period; accepted: days"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_file_and_place(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        holidays_in(text, "holidays.ics", PERIOD)


def test_a_file_is_found_from_the_project(tmp_path: Path) -> None:
    (tmp_path / "holidays.ics").write_text("\ufeff" + calendar(NEW_YEAR), encoding="utf-8")
    assert list(holidays_in_file(tmp_path, "holidays.ics", PERIOD)) == [date(2027, 1, 1)]


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("none.ics", "none.ics could not be read: No such file"),
        ("../holidays.ics", "lies outside of the project; accepted: a file in the repository"),
        (".", "could not be read"),
        ("latin.ics", "latin.ics is not UTF-8 at byte 8"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, path: str, says: str) -> None:
    (tmp_path / "latin.ics").write_bytes(b"SUMMARY:\xe9")
    with pytest.raises(ValueError, match=says):
        holidays_in_file(tmp_path, path, PERIOD)
