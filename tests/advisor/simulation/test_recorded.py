"""A recorded trace: both shapes of the file, and the line of each fault."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from advisor.simulation import TraceError, read_trace


def written(folder: Path, text: str) -> Path:
    path = folder / "morning.csv"
    path.write_text(text)
    return path


def test_times_count_from_the_first_one_and_comments_say_where_the_trace_is_from(tmp_path: Path) -> None:
    path = written(tmp_path, "# recorded on a Monday\n# by the load balancer\ntimestamp_s\n1700000000.5\n1700000001\n")
    found = read_trace(path)
    assert found.arrivals_s.tolist() == [0.0, 0.5]
    assert found.duration_s == pytest.approx(0.501)
    assert found.name == "morning"
    assert found.source == "recorded: morning.csv: recorded on a Monday by the load balancer"


def test_counts_are_spread_within_their_interval(tmp_path: Path) -> None:
    path = written(tmp_path, "timestamp_s,requests\n0,3\n60,0\n120,1000\n")
    found = read_trace(path, seed=5)
    assert found.requests == 1003
    assert found.duration_s == 180  # the last interval is as long as the one before
    assert np.bincount((found.arrivals_s / 60).astype(int)).tolist() == [3, 0, 1000]
    assert found.arrivals_s.tobytes() == read_trace(path, seed=5).arrivals_s.tobytes()
    assert found.arrivals_s.tobytes() != read_trace(path, seed=6).arrivals_s.tobytes()


def test_a_last_line_without_requests_is_the_end(tmp_path: Path) -> None:
    assert read_trace(written(tmp_path, "timestamp_s,requests\n0,3\n60,0\n")).duration_s == 60


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty: a first line `timestamp_s` or `timestamp_s,requests`"),
        ("# nothing but words\n", "is empty"),
        ("timestamp_s\n", "no line holds a request"),
        ("time\n1\n", "line 1: 'time': a first line"),
        ("timestamp_s\n1\n\n# pause\n0.5\n", "line 5: timestamp_s = 0.5: it is before the one above it, 1"),
        ("timestamp_s\n-1\n", "line 2: timestamp_s = -1: accepted are finite seconds of at least 0"),
        ("timestamp_s\n1\nnan\n", "line 3: timestamp_s = nan"),
        ("timestamp_s\n1\ninf\n", "line 3: timestamp_s = inf"),
        ("timestamp_s\n1\nsoon\n", "line 3: 'soon': accepted is a number"),
        ("timestamp_s\n1,5\n", "line 2: 2 columns: accepted are 1, as in the first line"),
        ("timestamp_s,requests\n0,1\n60\n", "line 3: 1 columns: accepted are 2"),
        ("timestamp_s,requests\n0,1\n60,-4\n", "line 3: requests = -4: accepted are whole numbers of at least 0"),
        ("timestamp_s,requests\n0,1\n60,1.5\n", "line 3: requests = 1.5"),
        ("timestamp_s,requests\n0,nan\n60,1\n", "line 2: requests = nan"),
        ("timestamp_s,requests\n0,1\n60,1\n60,1\n", "line 4: timestamp_s is the same as above"),
        ("timestamp_s,requests\n0,10\n", "line 2: one interval alone has no length: add a line for its end"),
        ("timestamp_s,requests\n0,0\n60,0\n", "0 requests: accepted are 1 to 50,000,000"),
        ("timestamp_s,requests\n0,9000000000\n60,0\n", "9,000,000,000 requests: accepted are 1 to 50,000,000"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(TraceError) as found:
        read_trace(written(tmp_path, text))
    assert words in str(found.value)
    assert "morning.csv" in str(found.value)


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TraceError, match="could not be read: No such file"):
        read_trace(tmp_path / "gone.csv")
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TraceError, match="could not be read"):
        read_trace(tmp_path / "bytes.csv")
