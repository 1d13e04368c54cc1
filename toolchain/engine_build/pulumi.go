//go:build tools

// Package engine pins the Pulumi engine that set-up builds where no released one can be had.
package engine

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
