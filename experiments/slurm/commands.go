package slurm

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// Commands runs the commands of a Slurm installation. The text of an error holds what the command wrote to standard
// error; it wraps [exec.ErrNotFound] if there is no such command.
type Commands interface {
	Run(ctx context.Context, name string, args ...string) (stdout string, err error)
}

// System is the Slurm of this machine: the commands in PATH.
type System struct{}

var _ Commands = System{}

// commandTime is the longest a command may take: squeue tries for 20 seconds to reach a controller that is away.
const commandTime = 3 * time.Minute

// Run runs a command. Interrupting us from the keyboard does not interrupt it: half a submission is worse than a late
// end.
func (System) Run(ctx context.Context, name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, commandTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	alone(cmd)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		if errors.Is(err, exec.ErrNotFound) {
			return "", fmt.Errorf("%s is not installed here; run this where jobs are submitted: %w", name, err)
		}
		if context.Cause(ctx) != nil {
			err = context.Cause(ctx)
		}
		return "", fmt.Errorf("%s: %w: %s", name, err, strings.Join(strings.Fields(said.String()), " "))
	}
	return out.String(), nil
}

// away are what Slurm's commands say when the controller cannot be reached, for now.
var away = []string{
	"Unable to contact slurm controller",
	"Socket timed out",
	"Zero Bytes were transmitted",
	"Connection refused",
	"Connection timed out",
	"temporarily unable to accept job",
	"standby mode",
	"Message connect failure",
	context.DeadlineExceeded.Error(),
}

// isAway says whether an error means that the controller did not answer.
func isAway(err error) bool {
	if err == nil {
		return false
	}
	for _, text := range away {
		if strings.Contains(strings.ToLower(err.Error()), strings.ToLower(text)) {
			return true
		}
	}
	return false
}
