"""What a model archive may hold, over plain facts."""

from __future__ import annotations

import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.models.archive import ArchiveLimits, Member, MemberKind, ModelArchiveError, archive_problems, escapes

GOOD = (Member("model.onnx", MemberKind.FILE, 10), Member("code/inference.py", MemberKind.FILE, 5))

PATHS = st.lists(st.sampled_from(["..", ".", "a", "b", "code", ""]), min_size=1, max_size=6).map("/".join)


def test_the_layout_of_the_readme_is_accepted() -> None:
    assert (
        archive_problems([*GOOD, Member("code", MemberKind.DIRECTORY), Member("./code/util.py", MemberKind.FILE, 1)])
        == []
    )


@pytest.mark.parametrize(
    ("member", "said"),
    [
        (Member("../evil.py", MemberKind.FILE), "'../evil.py' would be written outside"),
        (Member("code/../../evil.py", MemberKind.FILE), "outside of the model folder"),
        (Member("/etc/passwd", MemberKind.FILE), "outside of the model folder"),
        (Member("a\\..\\..\\b", MemberKind.FILE), "outside of the model folder"),
        (Member("C:/windows", MemberKind.FILE), "outside of the model folder"),
        (Member("link", MemberKind.SYMLINK, 0, "/etc/passwd"), "links to '/etc/passwd'"),
        (Member("code/link", MemberKind.SYMLINK, 0, "../../x"), "links to '../../x'"),
        (Member("hard", MemberKind.HARDLINK, 0, "../x"), "links to '../x'"),
        (Member("dev", MemberKind.DEVICE), "'dev' is a device"),
        (Member("fifo", MemberKind.OTHER), "'fifo' is a other"),
        (Member("weights.PKL", MemberKind.FILE), "pickled code"),
        (Member("a/b.joblib", MemberKind.FILE), "pickled code"),
        (Member("model.pt", MemberKind.FILE), "pickled code"),
        (Member("x.npy", MemberKind.FILE), "pickled code"),
        (Member("./model.onnx", MemberKind.FILE), "there 2 times"),
    ],
)
def test_a_bad_member_is_named(member: Member, said: str) -> None:
    problems = archive_problems([*GOOD, member])
    assert len(problems) == 1
    assert said in problems[0]


def test_links_within_the_archive_are_accepted() -> None:
    assert archive_problems([*GOOD, Member("code/again.py", MemberKind.SYMLINK, 0, "../code/inference.py")]) == []


def test_what_is_missing_is_said_at_once() -> None:
    problems = archive_problems([])
    assert [word in " ".join(problems) for word in ("code/inference.py", "*.onnx")] == [True, True]


def test_a_bomb_of_members_is_not_read_to_its_end() -> None:
    read = 0

    def members():
        nonlocal read
        while True:
            read += 1
            yield Member(f"f{read}", MemberKind.FILE, 1)

    assert "more than 5 members" in archive_problems(members(), ArchiveLimits(max_members=5))[0]
    assert read == 6


def test_a_bomb_of_bytes_is_named() -> None:
    problems = archive_problems([*GOOD, Member("big.bin", MemberKind.FILE, 1000)], ArchiveLimits(max_total_bytes=100))
    assert problems == ["member 'big.bin' takes it over 100 bytes uncompressed"]


@pytest.mark.parametrize("limits", [{"max_members": 0}, {"max_total_bytes": 0}])
def test_limits_below_one_are_refused(limits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"is 0; accepted: 1 or more"):
        ArchiveLimits(**limits)


def test_the_error_names_the_archive_and_every_problem() -> None:
    error = ModelArchiveError("s3://b/model.tar.gz", ["first", "second"])
    assert str(error) == "model archive s3://b/model.tar.gz is refused: first; second"
    assert error.problems == ("first", "second")


@given(PATHS)
def test_no_accepted_path_leaves_the_folder(path: str) -> None:
    if not escapes(path):
        assert (posixpath.normpath(posixpath.join("/model", path)) + "/").startswith("/model/")
