// Memory measures how much memory studies of a thousand to a million runs take, and draws the figure of
// docs/guide-studies.md. What is measured is the program itself, each time a process of its own: its largest resident set,
// as the system counts it.
//
// Usage, from the root of the repository, on Linux; takes ten minutes and 100 MB of the temporary folder:
//
//	go run ./docs/memory
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"

	"polesim/experiments/plot"
)

// sizes are how many runs the studies have.
var sizes = []int{1_000, 10_000, 100_000, 1_000_000}

// tasks are what is measured of each study, in this order.
var tasks = []struct {
	title string
	args  func(design, folder string) []string
}{
	{"study run: runs and merges", func(design, folder string) []string { return []string{"study", "run", design, "--out", folder} }},
	{"study merge, once more", func(_, folder string) []string { return []string{"study", "merge", folder} }},
	{"study analyse", func(_, folder string) []string { return []string{"study", "analyse", folder} }},
}

// design is a study of hospitals so small, and runs so short, that a million take minutes: what a run takes it takes
// once for each worker, whatever the number of runs.
const design = `title = "Memory"
scenarios = ["map/contract", "map/pmu"]
sampler = "halton"
points = %d
replications = 20
months = 2
seed = 11
outcomes = ["care_effectiveness", "margin_effectiveness"]

[set]
hospital = { services = 4, blocks = 1, poles = 1 }
environment = { practices = 2, interdependence_within = 1, interdependence_across = 0 }

[[factor]]
key = "professionals.autonomy"
range = [0.1, 0.9]
`

func main() {
	times := flag.Int("times", 3, "how often each is measured")
	to := flag.String("out", "docs/figures/study-memory.png", "`file` of the figure")
	flag.Parse()
	log.SetFlags(0)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := draw(ctx, *times, *to); err != nil {
		log.Fatalf("memory: %v", err)
	}
}

// draw measures, draws what was measured, and says it in words, for the page's alternative text.
func draw(ctx context.Context, times int, to string) error {
	dir, err := os.MkdirTemp("", "polesim-memory")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	program := filepath.Join(dir, "polesim")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", program, "./cmd/polesim").CombinedOutput(); err != nil {
		return fmt.Errorf("building the program: %w: %s", err, out)
	}
	data := plot.GrowthData{
		Size: plot.Outcome{Label: "Runs of the study"}, Took: plot.Outcome{Label: "Largest resident set", Unit: "MB"},
		Lines: make([][][]float64, len(tasks)),
	}
	for _, runs := range sizes {
		measured, err := measure(ctx, program, dir, runs, times)
		if err != nil {
			return fmt.Errorf("%d runs: %w", runs, err)
		}
		data.At = append(data.At, float64(runs))
		for k := range tasks {
			data.Lines[k] = append(data.Lines[k], measured[k])
		}
	}
	frame := plot.Frame{
		Question: "Does a study of more runs take more memory?",
		Note: fmt.Sprintf("n = %d processes of each command at each size · two scenarios of 4 services, 2 months, two outcomes; 20 replications at each point · %d workers, %s, %s",
			times, runtime.GOMAXPROCS(0), runtime.GOOS+"/"+runtime.GOARCH, runtime.Version()),
	}
	for _, t := range tasks {
		frame.Scenarios = append(frame.Scenarios, t.title)
	}
	figure, err := plot.Growth(frame, data)
	if err != nil {
		return err
	}
	var image bytes.Buffer
	if err := figure.WritePNG(&image); err != nil {
		return err
	}
	fmt.Println(figure.Caption)
	return os.WriteFile(to, image.Bytes(), 0o644)
}

// measure returns what each of the tasks took of memory, MB, so many times.
func measure(ctx context.Context, program, dir string, runs, times int) ([][]float64, error) {
	file, folder := filepath.Join(dir, "design.toml"), filepath.Join(dir, "study")
	if err := os.WriteFile(file, fmt.Appendf(nil, design, runs/20), 0o644); err != nil {
		return nil, err
	}
	took := make([][]float64, len(tasks))
	for range times {
		if err := os.RemoveAll(folder); err != nil {
			return nil, err
		}
		for k, t := range tasks {
			cmd := exec.CommandContext(ctx, program, t.args(file, folder)...)
			if out, err := cmd.CombinedOutput(); err != nil {
				return nil, fmt.Errorf("%s: %w: %s", t.title, err, out)
			}
			peak, err := largestResidentSet(cmd.ProcessState)
			if err != nil {
				return nil, err
			}
			took[k] = append(took[k], peak/1e6)
			log.Printf("%d runs, %s: %.0f MB, %.1f s", runs, t.title, peak/1e6, cmd.ProcessState.UserTime().Seconds()+cmd.ProcessState.SystemTime().Seconds())
		}
	}
	return took, nil
}
