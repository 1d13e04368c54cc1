"""CodeDeploy for Lambda on this machine: traffic of an alias is shifted, watched by alarms and taken back."""
