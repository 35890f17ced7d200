package slurm

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// jobFile is where the array that was submitted last is written down, beside its logs.
const jobFile = "slurm.json"

// A job is an array that was submitted. Whoever follows the study next finds it here.
type job struct {
	ID      string `json:"job"`               // as squeue takes it
	Cluster string `json:"cluster,omitempty"` // "" where there is only one
	Tasks   int    `json:"tasks"`             // shards of the study; it is divided in that way until it is whole
	Runs    int    `json:"runs"`              // of the study that was divided
	Retry   bool   `json:"retry,omitempty"`   // its tasks run again what failed
}

var jobID = regexp.MustCompile(`^[0-9]+$`)

// parseJob reads what sbatch --parsable writes: "123", or "123;cluster".
func parseJob(text string) (job, error) {
	lines := strings.Split(strings.TrimSpace(text), "\n") // sites' plugins may write before it
	id, cluster, _ := strings.Cut(strings.TrimSpace(lines[len(lines)-1]), ";")
	if !jobID.MatchString(id) {
		return job{}, fmt.Errorf("sbatch wrote %q: expected the number of a job; look with squeue --me for what it submitted", text)
	}
	return job{ID: id, Cluster: cluster}, nil
}

// args returns arguments of a command of Slurm that asks about the job, at the cluster where it is.
func (j job) args(args ...string) []string {
	if j.Cluster == "" {
		return args
	}
	return append([]string{"--clusters=" + j.Cluster}, args...)
}

// readJob returns the array that was submitted last for a study, none if there was none.
func readJob(folder string) (j job, found bool, err error) {
	path := filepath.Join(folder, logsName, jobFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return job{}, false, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &j)
	}
	if err == nil && (!jobID.MatchString(j.ID) || j.Tasks < 1) {
		err = errors.New("it names no job")
	}
	if err != nil {
		return job{}, false, fmt.Errorf("reading %s: %w; if no job array of this study is in the queue, delete it", path, err)
	}
	return j, true, nil
}

// write keeps the job, whole or not at all.
func (j job) write(folder string) error {
	text, err := json.MarshalIndent(j, "", "  ")
	if err != nil {
		return err
	}
	path := filepath.Join(folder, logsName, jobFile)
	if err := os.WriteFile(path+".tmp", append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("writing down job %s: %w", j.ID, err)
	}
	return os.Rename(path+".tmp", path)
}
