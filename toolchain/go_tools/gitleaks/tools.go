// Holds the import by which `go mod tidy` keeps the program in go.mod; nothing builds this file.
//go:build tools

package tools

import _ "github.com/zricethezav/gitleaks/v8"
