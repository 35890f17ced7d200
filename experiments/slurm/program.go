package slurm

import (
	"fmt"
	"os"
	"path/filepath"
)

// Executable returns the absolute path of the running program, links resolved, and, if the nodes of a cluster may not
// see it there, a warning that says so: nobody can know from here, but a program that lies beside the study on the same
// file system is seen wherever the study is.
func Executable(folder string) (program, warning string, err error) {
	program, err = os.Executable()
	if err == nil {
		program, err = filepath.EvalSymlinks(program)
	}
	if err != nil {
		return "", "", fmt.Errorf("finding the program that tasks are to run: %w", err)
	}
	if together, known := sameFileSystem(program, folder); known && !together {
		warning = fmt.Sprintf("%s is on another file system than the study: the nodes must see it under this very path; if they do not, copy it next to %s and start it from there",
			program, folder)
	}
	return program, warning, nil
}
