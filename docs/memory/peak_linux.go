package main

import (
	"errors"
	"os"
	"syscall"
)

// largestResidentSet is the most memory, in bytes, that a process which has ended had at once.
func largestResidentSet(state *os.ProcessState) (float64, error) {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0, errors.New("the system does not say what a process took")
	}
	return float64(usage.Maxrss) * 1024, nil
}
