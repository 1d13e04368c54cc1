"""Fixtures of aws-required-tags."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws

REQUIRED = {"tags": ["Owner", "Project"], "defaults": {"Owner": "nobody", "Project": "none"}}
SOUND = replace(aws("sns/topic", tags={"Owner": "a", "Project": "b"}), settings=REQUIRED)
EMPTY = SOUND.but(("tags has no Owner",), tags={"Owner": "", "Project": "b"})
UNKNOWN = SOUND.but(("tags has no Owner",), tags={"Project": U, "Team": "c"})
NO_DEFAULT = replace(
    aws("sns/topic", ("tags has no Owner",), tags={"Project": "b"}), settings={**REQUIRED, "defaults": {"Project": "c"}}
)
DEFAULT = replace(aws("sns/topic", tagsAll={"Owner": "a", "Project": U}), settings=REQUIRED)

CASES = Cases(
    passes=[
        SOUND,
        DEFAULT,
        SOUND.but(tags={"Owner": "a"}, tagsAll={"Project": "b"}),
        SOUND.but(tags={"Owner": "a", "owner": "a", "Project": "b"}),
        SOUND.but(tags={"Owner": "a", "Project": U, "Team": "c"}),
        NO_DEFAULT.but(tags={"Owner": "a", "Project": "b"}),
    ],
    fails=[
        SOUND.but(("tags has no Project",), tags={"Owner": "a"}),
        SOUND.but(("tags has no Owner", "tags has no Project"), tags=None),
        EMPTY,
        UNKNOWN,
        NO_DEFAULT,
        SOUND.but(("tags has no Owner",), tags={"owner": "a", "Project": "b"}),
        DEFAULT.but(("tags has no Owner",), tagsAll={"Project": U}),
    ],
    not_applicable=[aws("sns/topic", name="a"), replace(SOUND.but(tags=U), settings={**REQUIRED, "tags": []})],
    unknown=[SOUND.but(tags=U), DEFAULT.but(tagsAll=U)],
    left=[EMPTY, UNKNOWN, NO_DEFAULT],
)
