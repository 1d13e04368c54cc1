//go:build tools

// Package yaml pins the language host for programs in YAML that set-up builds where no released one can be had.
package yaml

import _ "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"
