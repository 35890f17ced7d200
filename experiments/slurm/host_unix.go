//go:build unix

package slurm

import (
	"os"
	"os/exec"
	"syscall"
)

// alone keeps the signals of our terminal from a command.
func alone(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// sameFileSystem says whether two files lie on one file system, if that can be known.
func sameFileSystem(a, b string) (same, known bool) {
	at := func(path string) (uint64, bool) {
		info, err := os.Stat(path)
		if err != nil {
			return 0, false
		}
		stat, ok := info.Sys().(*syscall.Stat_t)
		if !ok {
			return 0, false
		}
		return uint64(stat.Dev), true
	}
	ofA, knownA := at(a)
	ofB, knownB := at(b)
	return ofA == ofB, knownA && knownB
}
