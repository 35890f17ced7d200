//go:build !linux

package main

import (
	"errors"
	"os"
)

// largestResidentSet is not known here: other systems count otherwise, or not at all.
func largestResidentSet(*os.ProcessState) (float64, error) {
	return 0, errors.New("memory is measured on Linux only")
}
