"""Fixtures of aws-required-tags."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws

REQUIRED = {"tags": ["Owner", "Project"]}
SOUND = replace(aws("sns/topic", tags={"Owner": "a", "Project": "b"}), settings=REQUIRED)
DEFAULT = replace(aws("sns/topic", tagsAll={"Owner": "a", "Project": U}), settings=REQUIRED)

CASES = Cases(
    passes=[
        SOUND,
        DEFAULT,
        SOUND.but(tags={"Owner": "a"}, tagsAll={"Project": "b"}),
        SOUND.but(tags={"Owner": "a", "owner": "a", "Project": "b"}),
    ],
    fails=[
        SOUND.but(("tags has no Project",), tags={"Owner": "a"}),
        SOUND.but(("tags has no Owner", "tags has no Project"), tags=None),
        SOUND.but(("tags has no Owner",), tags={"Owner": "", "Project": "b"}),
        SOUND.but(("tags has no Owner",), tags={"owner": "a", "Project": "b"}),
        DEFAULT.but(("tags has no Owner",), tagsAll={"Project": U}),
    ],
    not_applicable=[aws("sns/topic", name="a"), replace(SOUND.but(tags=U), settings={"tags": []})],
    unknown=[SOUND.but(tags=U), DEFAULT.but(tagsAll=U)],
)
