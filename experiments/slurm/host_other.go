//go:build !unix

package slurm

import "os/exec"

// alone keeps the signals of our terminal from a command, where there are such.
func alone(*exec.Cmd) {}

// sameFileSystem cannot tell here.
func sameFileSystem(string, string) (same, known bool) { return false, false }
