"""Theme training: validate data, train, judge, register and deploy a model; nothing runs until something starts it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components.asl import Step
from components.base import PlatformComponent
from components.function_host import function_host
from components.settings.training_document import looks, training_plan
from components.training.args import TrainingArgs
from components.training.code import TrainingFiles, TrainingFilesArgs, training_code
from components.training.endings import Notice
from components.training.functions import TrainingFunctions, TrainingFunctionsArgs
from components.training.grants import GrantsArgs
from components.training.machine_access import machine_statements
from components.training.roles import SageMakerRoles, SageMakerRolesArgs
from components.training.rollout_states import Watching
from components.training.stale import stale_alarm
from components.training.starts import Starts, StartsArgs
from components.training.state_machine import DefinitionArgs, definition
from components.training.targets import Targets, TargetsArgs
from components.training.wiring import data_place, group_name, job_plan
from components.workflow import StateMachine, StateMachineArgs


class Training(PlatformComponent):
    """Code and plan, roles, registry, functions, state machine, and what starts it."""

    state_machine_arn: pulumi.Output[str]
    package_group: pulumi.Output[str]
    function_names: dict[str, pulumi.Output[str]]
    plan_key: pulumi.Output[str]
    model_role_arn: pulumi.Output[str]

    def __init__(self, name: str, args: TrainingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"model": args.settings.model, "approval": args.settings.approval}, opts)
        self.args = args
        self._host = function_host(args.foundation)
        self._code = training_code(args.foundation.args.root)
        self._plan = training_plan(args.settings)
        files = self._files()
        roles = self._roles()
        group = self._group()
        targets = self._targets()
        functions = self._functions(files, roles, group, targets)
        machine = self._machine(files, roles, functions, deploys=targets.document is not None)
        self._starts(machine, group, deploys=targets.document is not None)
        if args.settings.schedule is not None:
            stale_alarm(
                self.child_name("stale"),
                machine.arn,
                args.settings.stale_days,
                args.foundation.alarm_topic_arn,
                self.child(),
            )
        self.state_machine_arn = machine.arn
        self.package_group = group.model_package_group_name
        self.function_names = functions.names
        self.plan_key = files.plan_key
        self.model_role_arn = roles.model_arn
        self.finish()

    def outputs(self) -> Mapping[str, Any]:
        """Stack outputs of the theme."""
        prefix = self.args.settings.data.prefix
        return {
            "trainingStateMachineArn": self.state_machine_arn,
            "trainingDataUri": pulumi.Output.concat("s3://", self._data_bucket, "/", prefix),
            "trainingFunctionNames": self.function_names,
            "trainingPlanKey": self.plan_key,
            "trainedModel": self.args.settings.model,
            "modelPackageGroup": self.package_group,
            "modelRoleArn": self.model_role_arn,
            "servingImageUri": self.args.images[1],
            **({} if self.args.endpoint_name is None else {"modelEndpoint": self.args.endpoint_name}),
        }

    @property
    def _data_bucket(self) -> pulumi.Input[str]:
        return self.args.settings.data.bucket or self.args.foundation.run_bucket

    def _files(self) -> TrainingFiles:
        base = self.args.foundation
        args = TrainingFilesArgs(
            code=self._code, plan=self._plan, root=base.args.root, bucket=base.run_bucket, key_arn=base.key_arn
        )
        return TrainingFiles(self.child_name("files"), args, opts=self.child())

    def _roles(self) -> SageMakerRoles:
        base, (training, serving) = self.args.foundation, self.args.images
        args = SageMakerRolesArgs(
            account=base.args.account,
            model=self.args.settings.model,
            bucket_arn=base.run_bucket_arn,
            key_arn=base.key_arn,
            code_prefix=self._code.prefix,
            training_image=training,
            serving_image=serving,
            in_network=base.network is not None,
            rolls_back=self.args.endpoint_name is not None,
        )
        return SageMakerRoles(self.child_name("roles"), args, opts=self.child())

    def _group(self) -> aws.sagemaker.ModelPackageGroup:
        """The registry of the model: a version for each run that passed its gate.

        SageMaker deletes no group that has versions, so it stays when the stack goes; its name is of the bucket,
        so that a later stack makes its own.
        """
        model = self.args.settings.model
        return aws.sagemaker.ModelPackageGroup(
            self.child_name("registry"),
            model_package_group_name=self.args.foundation.run_bucket.apply(lambda bucket: group_name(model, bucket)),
            model_package_group_description=f"Versions of the model {model}",
            opts=self.child(retain_on_delete=True),
        )

    def _targets(self) -> Targets:
        args = TargetsArgs(
            settings=self.args.settings,
            endpoint_name=self.args.endpoint_name,
            http_alarm_names=self.args.http_alarm_names,
            alarm_topic_arn=self.args.foundation.alarm_topic_arn,
        )
        return Targets(self.child_name("targets"), args, opts=self.child())

    def _functions(
        self, files: TrainingFiles, roles: SageMakerRoles, group: aws.sagemaker.ModelPackageGroup, targets: Targets
    ) -> TrainingFunctions:
        base, data = self.args.foundation, self.args.settings.data
        account = base.args.account
        if base.model_layer_arn is None:
            raise ValueError("foundation.model_layer_arn is None; accepted: a foundation with the layer of models")
        # The machine is made after its functions, under a name that begins with its logical one.
        executions = account.arn("states", f"execution:{self.child_name('workflow')}-*:*")
        granted = GrantsArgs(
            account=account,
            model=self.args.settings.model,
            run_bucket_arn=base.run_bucket_arn,
            key_arn=base.key_arn,
            **data_place(data, base),
            execution_arn=executions,
            package_group=group.model_package_group_name,
            package_group_arn=group.arn,
            endpoint_name=self.args.endpoint_name,
            model_role_arn=roles.model_arn,
            signing_key_arn=self.args.signing_key_arn,
        )
        args = TrainingFunctionsArgs(
            host=self._host,
            settings=self.args.settings,
            grants=granted,
            run_bucket=base.run_bucket,
            data_bucket=self._data_bucket,
            plan_key=files.plan_key,
            code_sha256=self._code.sha256,
            model_layer_arn=base.model_layer_arn,
            targets=targets.document,
            tags=self.args.tags,
        )
        return TrainingFunctions(self.child_name("fn"), args, opts=self.child())

    def _machine(
        self, files: TrainingFiles, roles: SageMakerRoles, functions: TrainingFunctions, *, deploys: bool
    ) -> StateMachine:
        base, settings = self.args.foundation, self.args.settings
        account = base.args.account
        notice = Notice(partition=account.partition, topic_arn=base.alarm_topic_arn, model=settings.model)
        seconds = settings.deployment.watch_seconds
        states = definition(
            DefinitionArgs(
                notice=notice,
                steps={
                    package: Step(alias_arn=function.alias_arn, timeout_seconds=function.args.timeout_seconds)
                    for package, function in functions.made.items()
                },
                job=job_plan(settings, base, self.args.images[0], files.code_uri, roles.training_arn, self.args.tags),
                bucket=base.run_bucket,
                watching=Watching(seconds=seconds, rounds=looks(settings.deployment)) if deploys else None,
            )
        )
        args = StateMachineArgs(
            account=account,
            definition=states,
            statements=machine_statements(
                account,
                settings.model,
                functions=[function.alias_arn for function in functions.made.values()],
                training_role_arn=roles.training_arn,
                topic_arn=base.alarm_topic_arn,
                key_arn=base.key_arn,
            ),
            log_group_prefix=base.log_group_prefixes[1],
            log_retention_days=base.args.settings.log_retention_days,
            key_arn=base.key_arn,
            alarm_topic_arn=base.alarm_topic_arn,
        )
        return StateMachine(self.child_name("workflow"), args, opts=self.child())

    def _starts(self, machine: StateMachine, group: aws.sagemaker.ModelPackageGroup, *, deploys: bool) -> None:
        base, settings = self.args.foundation, self.args.settings
        if settings.on_new_data and settings.data.bucket is None:
            aws.s3.BucketNotification(
                self.child_name("arrivals"), bucket=base.run_bucket, eventbridge=True, opts=self.child()
            )
        args = StartsArgs(
            account=base.args.account,
            machine_arn=machine.arn,
            key_arn=base.key_arn,
            alarm_topic_arn=base.alarm_topic_arn,
            schedule=settings.schedule,
            timezone=settings.schedule_timezone,
            data_bucket=self._data_bucket,
            data_prefix=settings.data.prefix,
            on_new_data=settings.on_new_data,
            package_group=group.model_package_group_name if deploys else None,
            approved_by_pipeline=settings.approval == "automatic",
        )
        Starts(self.child_name("starts"), args, opts=self.child())
