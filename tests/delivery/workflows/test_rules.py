"""The shipped workflows hold every rule, and each way of breaking one is refused with what to do."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from delivery.__main__ import app
from delivery.workflows.check import problems
from delivery.workflows.read import ACTIONS, FOLDER, WorkflowError, workflow_of

CHECKOUT = "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2"
CACHE = "actions/cache@cdf6c1fa76f9f475f3d7449005a359c84ca0f306 # v5.0.3"
NEEDS = "needs: [staging-deploy, staging-smoke, staging-canary, production-plan]"
EDITS = {
    "prod needs nothing": ("main", f"    {NEEDS}\n", "", "production-deploy: needs nothing; it must wait for gate"),
    "prod whatever happened": (
        "main",
        f"    {NEEDS}\n",
        f"    {NEEDS}\n    if: always()\n",
        "production-deploy starts although",
    ),
    "prod without the canary": (
        "main",
        "    needs: staging-canary\n",
        "    needs: staging-deploy\n",
        "it must wait for staging-canary",
    ),
    "a model that is said to be missing for ever": (
        "main",
        "NO_MODEL_YET: ${{ vars.NO_MODEL_YET }}",
        "NO_MODEL_YET: 1",
        "NO_MODEL_YET = 1 is not accepted",
    ),
    "a stage named twice": ("gate", "  security:\n", "  lint:\n", r"gate: line \d+: 'lint' is there twice"),
    "a stage is gone": ("gate", "  security:\n", "  safety:\n", "needs of verdict = .*security"),
    "an environment is missing": ("main", "    environment: production\n", "", "must say `environment: production`"),
    "an environment is unknown": ("main", "environment: production", "environment: prod", "'prod' is not known"),
    "an unpinned action": ("gate", CHECKOUT, "actions/checkout@v6", "uses actions/checkout@v6: a tag can be moved"),
    "a pin without its version": ("gate", CHECKOUT, CHECKOUT[:-9], "write its version behind it"),
    "write-all": ("main", "permissions: {}", "permissions: write-all", "permissions = 'write-all'"),
    "a job with write-all": (
        "gate",
        "    permissions:\n      contents: read\n",
        "    permissions: write-all\n",
        "job lint: permissions = 'write-all'",
    ),
    "credentials that may write": (
        "main",
        "      contents: read\n      id-token: write\n",
        "      contents: write\n      id-token: write\n",
        "writes contents, id-token; accepted: id-token",
    ),
    "a job without timeout": ("gate", "    timeout-minutes: 20\n", "", "job lint: timeout-minutes = None"),
    "a token that stays": ("gate", "persist-credentials: false", "persist-credentials: true", "persist-credentials"),
    "a stranger's words": ("pull-request", "  pull_request:\n", "  pull_request_target:\n", "pull_request_target runs"),
    "a secret": ("main", "${{ vars.AWS_REGION }}", "${{ secrets.REGION }}", "secrets are not used here"),
    "a deployment that is cut off": (
        "main",
        "      group: stack-production\n      cancel-in-progress: false\n",
        "      group: stack-production\n      cancel-in-progress: true\n",
        "none cut off",
    ),
    "a shell injection": (
        "rollback",
        'run: python3 -m delivery.github.target --stack "$STACK"',
        "run: python3 -m delivery.github.target --stack ${{ inputs.stack }}",
        "pass the value by `env`",
    ),
    "a command that nobody can run": ("gate", "run: make pr ONLY=lint", "run: ruff check", "a make target"),
    "a runner that changes": ("gate", "runs-on: ubuntu-24.04", "runs-on: ubuntu-latest", "runner with its version"),
    "a gate that may fail": (
        "gate",
        "      - run: make pr ONLY=lint\n",
        "      - run: make pr ONLY=lint\n        continue-on-error: true\n",
        "continue-on-error on a step",
    ),
    "a job that may fail": (
        "gate",
        "    timeout-minutes: 20\n",
        "    timeout-minutes: 20\n    continue-on-error: true\n",
        "job lint: has continue-on-error",
    ),
    "a verdict that can be skipped": ("gate", "    if: always()\n", "", "verdict can be skipped"),
    "a verdict on failures only": ("gate", "    if: always()\n", "    if: failure()\n", "verdict can be skipped"),
    "a verdict that leaves a stage out": (
        "gate",
        "verdict lint test policy security",
        "verdict lint test policy",
        "the verdict is success although security is skipped",
    ),
    "a verdict that sees a stage not": (
        "gate",
        "needs: [lint, test, policy, security]",
        "needs: [lint, test, policy]",
        "nothing can pass",
    ),
    "credentials for a fork": (
        "pull-request",
        "if: github.event.pull_request.head.repo.full_name == github.repository && vars",
        "if: vars",
        "preview starts with credentials for a branch of stranger/r",
    ),
    "a preview that is not asked for": (
        "pull-request",
        '--when "$TRUSTED" preview',
        "",
        "the verdict is success although preview is skipped",
    ),
    "a rollback by itself": (
        "rollback",
        "  workflow_dispatch:\n",
        "  push:\n  workflow_dispatch:\n",
        "started by hand",
    ),
    "a rollback without a plan": (
        "rollback",
        "needs: [target, plan]",
        "needs: target",
        "staging-deploy starts from refs/heads/main for staging although plan is failure",
    ),
    "a comment that is gone": (
        "pull-request",
        "  comment:\n    needs: preview\n",
        "  said:\n    needs: preview\n",
        "has no job comment",
    ),
    "a search for secrets in the last commit alone": (
        "gate",
        "          fetch-depth: 0\n",
        "",
        "fetch-depth = None: this job has 0",
    ),
    "a preview before the gate": (
        "pull-request",
        "    needs: gate\n",
        "",
        "preview starts although gate is failure",
    ),
    "a delivery of any branch": ("main", "branches: [main]", "branches: [dev]", "only a push to main"),
    "a circle": ("main", "    needs: gate\n", "    needs: release\n", "order without a circle"),
    "staging whatever happened": (
        "main",
        "    needs: staging-plan\n",
        "    needs: staging-plan\n    if: always()\n",
        "staging-deploy starts although staging-plan is failure",
    ),
    "a release of nothing": (
        "main",
        "    needs: production-deploy\n",
        "    needs: production-deploy\n    if: always()\n",
        "release starts although",
    ),
    "a gate that cannot fail": ("gate", "make pr ONLY=lint", "make pr ONLY=lint || true", "and nothing beside it"),
    "a gate that runs nothing": ("gate", "make pr ONLY=lint", "make help", "must run.*: make pr ONLY=lint"),
    "a gate with some tests": ("gate", "ONLY=test WHOLE=1", "ONLY=test", "must run.*ONLY=test WHOLE=1"),
    "a gate that is left out": (
        "gate",
        "- run: make pr ONLY=lint\n",
        "- run: make pr ONLY=lint\n        if: false\n",
        "has an `if`: a step that is left out judges nothing",
    ),
    "a shell that goes on": (
        "gate",
        "- run: make pr ONLY=lint\n",
        "- run: make pr ONLY=lint\n        shell: bash {0}\n",
        r"has the shell 'bash \{0\}'",
    ),
    "a shell that goes on everywhere": (
        "gate",
        "permissions: {}\n",
        "permissions: {}\ndefaults: {run: {shell: 'bash {0}'}}\n",
        "gate.yml: has defaults",
    ),
    "make that only prints": (
        "gate",
        "- run: make pr ONLY=lint\n",
        "- run: make pr ONLY=lint\n        env: {MAKEFLAGS: -n}\n",
        "MAKEFLAGS = '-n' is not accepted",
    ),
    "a verdict about what it is told": ("gate", "${{ toJSON(needs) }}", "{}", r"NEEDS = \{\} is not accepted"),
    "the gate of another commit": (
        "gate",
        "persist-credentials: false\n",
        "persist-credentials: false\n          ref: v1\n",
        "ref = 'v1': this job looks at the commit of the run",
    ),
    "another repository": (
        "main",
        "persist-credentials: false\n",
        "persist-credentials: false\n          repository: x/y\n",
        "only this repository is looked at",
    ),
    "a container": (
        "gate",
        "runs-on: ubuntu-24.04\n",
        "runs-on: ubuntu-24.04\n    container: x:latest\n",
        "has container",
    ),
    "prod that nobody asks about": (
        "main",
        "run: python3 -m delivery.github.promote\n",
        "run: python3 -m delivery.github.promote --approval-only\n",
        "must run.*: python3 -m delivery.github.promote",
    ),
    "prod without its smoke test": (
        "main",
        "      - run: make smoke STACK=prod WRITES=no\n",
        "",
        "must run.*: make smoke STACK=prod WRITES=no",
    ),
    "another stack's plan": (
        "main",
        "digest: ${{ needs.production-plan.outputs.digest }}",
        "digest: ${{ needs.staging-plan.outputs.digest }}",
        "must run.*: ./.github/actions/deploy prod needs.production-plan",
    ),
    "a digest from nowhere": (
        "main",
        "digest: ${{ steps.plan.outputs.digest }}",
        "digest: ${{ vars.DIGEST }}",
        "outputs: digest = ",
    ),
    "a delivery that is cut off": (
        "main",
        "permissions: {}\n",
        "permissions: {}\nconcurrency: {group: main, cancel-in-progress: true}\n",
        "a run of it is never cut off",
    ),
    "a look without its clock": (
        "drift",
        '    - cron: "17 3 * * *"\n',
        "",
        "schedule = None: accepted is .*every night",
    ),
    "a clock that is none": (
        "drift",
        '  schedule:\n    - cron: "17 3 * * *"\n',
        "  schedule: 5\n",
        "schedule = 5: accepted is",
    ),
    "a look once a year": ("audit", "23 4 * * 1", "23 4 1 1 *", "accepted is .*every week"),
    "a preview that no reviewer hears of": (
        "pull-request",
        "if: ${{ !cancelled() && needs.preview.result != 'skipped' }}",
        "if: false",
        "comment does not start although preview is success",
    ),
    "a comment on what did not run": (
        "pull-request",
        " && needs.preview.result != 'skipped'",
        "",
        "comment starts although preview is skipped",
    ),
    "a comment that waits for nothing": (
        "pull-request",
        "    needs: preview\n",
        "",
        "property of needs = 'preview' is not accepted: one of none; add the job",
    ),
    "a look of which nothing is left": (
        "audit",
        "      - continue-on-error: true # nothing to download is what the next step is told about\n        uses",
        "      - uses",
        "nobody is told of a look that left nothing to download",
    ),
    "a gate that shows a reviewer nothing": (
        "gate",
        "        run: make report STACK=sandbox\n",
        "        run: make report STACK=staging\n",
        "job policy: must run.*: make report STACK=sandbox",
    ),
    "a look at one stack": ("drift", "stack: [staging, prod]", "stack: [staging]", "job drift: strategy = "),
    "a look that cuts the other off": ("audit", "fail-fast: false", "fail-fast: true", "job audit: strategy = "),
    "a look that tells nobody": (
        "drift",
        "if: always() && github",
        "if: success() && github",
        "issue does not start although drift is failure",
    ),
    "a look from any branch": (
        "audit",
        "    if: github.ref == 'refs/heads/main'\n",
        "",
        "audit starts on another branch than main",
    ),
    "a rollback from any branch": (
        "rollback",
        " && github.ref == 'refs/heads/main'",
        "",
        "staging-deploy starts from refs/heads/x",
    ),
    "a rollback of the other stack": (
        "rollback",
        "    if: inputs.stack == 'staging'\n",
        "",
        "rollback.yml: .*staging-deploy.* for prod",
    ),
    "changes that are not judged": (
        "pull-request",
        "branches: [main]\n",
        "branches: [main]\n    paths-ignore: ['**']\n",
        "every pull request for main, and nothing else",
    ),
    "a gate that starts by itself": (
        "gate",
        "  workflow_call:\n",
        "  workflow_call:\n  push:\n",
        "is called by others",
    ),
    "a first stage that is gone": ("gate", "  lint:\n", "  linted:\n", r"gate: needs of test = \['lint'\]"),
    "what the walk does not know": (
        "pull-request",
        "if: github.event",
        "if: github.actor != 'x' && github.event",
        "pull-request.yml: property of github = 'actor'",
    ),
    "an if that is none": ("pull-request", "    if: always()\n", "    if: always(\n", "always"),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "workflows"))


def test_the_shipped_workflows_hold_every_rule() -> None:
    assert problems() == []
    assert CliRunner().invoke(app, ["workflows"]).exit_code == 0


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_that_breaks_a_rule_is_refused(copy: Path, edit: str) -> None:
    name, old, new, message = EDITS[edit]
    file = copy / f"{name}.yml"
    text = file.read_text()
    assert old in text
    # One place only, the last of those that look alike in a file where production comes last.
    file.write_text(
        new.join(text.rsplit(old, 1)) if edit.startswith(("a deployment", "an env")) else text.replace(old, new, 1)
    )
    found = "\n".join(problems(copy))
    assert re.search(message, found), found


@pytest.mark.parametrize("name", ["gate", "pull-request", "main", "drift", "audit", "rollback"])
def test_a_workflow_that_is_gone_is_missed(copy: Path, name: str) -> None:
    (copy / f"{name}.yml").unlink()
    assert f"{name}.yml is missing" in problems(copy)


def test_nobody_else_changes_a_stack_or_starts_a_rollback(copy: Path) -> None:
    (copy / "other.yml").write_text(
        "on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n"
        "    permissions: {}\n    environment: staging\n"
        "    steps:\n      - run: make x # gh workflow run rollback.yml\n"
    )
    found = "\n".join(problems(copy))
    assert "only main and rollback change stacks" in found
    assert "a rollback never runs on its own" in found


@pytest.mark.parametrize(
    ("text", "message"), [("[1", "not YAML"), ("- 1", "a mapping is expected"), ("on: x", "jobs = None")]
)
def test_what_is_no_workflow_is_refused_by_its_name(text: str, message: str) -> None:
    with pytest.raises(WorkflowError, match=f"x: .*{message}"):
        workflow_of(text, "x")


def test_a_folder_without_workflows_is_no_success(tmp_path: Path) -> None:
    assert "has no workflow files" in problems(tmp_path)[0]


@pytest.mark.parametrize(
    ("action", "old", "new", "message"),
    [
        ("deploy", 'DIGEST="$DIGEST"', 'DIGEST="$DIGEST" || true', "and nothing beside it"),
        ("plan", "value: ${{ steps.plan.outputs.digest }}", "value: x", "outputs: digest = 'x'"),
        ("set-up", "if: inputs.role != ''", "if: always()", "has an `if`"),
        ("set-up", "LAYERS: ${{ inputs.layers }}", "LAYERS: $(x)", "is not accepted"),
    ],
)
def test_an_action_of_ours_has_the_same_rules_for_its_steps(
    copy: Path, tmp_path: Path, action: str, old: str, new: str, message: str
) -> None:
    folder = Path(shutil.copytree(ACTIONS, tmp_path / "actions"))
    file = folder / action / "action.yml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    assert re.search(message, "\n".join(problems(copy, folder)))
    file.unlink()
    assert f"actions/{action} is missing" in problems(copy, folder)


def test_an_action_of_ours_is_pinned_too(copy: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ACTIONS, tmp_path / "actions"))
    file = folder / "set-up" / "action.yml"
    file.write_text(file.read_text().replace(CACHE, "actions/cache@v5"))
    assert problems(copy, folder) == [
        "actions/set-up: uses actions/cache@v5: a tag can be moved; pin the commit: OWNER/NAME@<40 hex digits> # v1.2.3"
    ]
