package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"polesim/experiments"
	"polesim/experiments/classics"
	"polesim/scenarios"
)

// classicsFlags are the flags of classics.
type classicsFlags struct {
	classics.Budget
	sets             []string
	out              string
	parameters, json bool
}

func newClassics() *cobra.Command {
	var f classicsFlags
	var names []string
	for _, c := range classics.All() {
		names = append(names, fmt.Sprintf("  %-14s %s", c.Name, c.Title))
	}
	cmd := &cobra.Command{
		Use:     "classics [NAME]",
		GroupID: groupRun,
		Short:   "Reproduce published models of organisation on the same engine",
		Long: `Run published models of organisation on the engine that simulates hospitals, and hold what comes out against what was
published: each number must lie within four standard errors of the difference, each ordering must be told by as many.
Those of search on landscapes use the hospital's own landscape, search and rule of acceptance.

Without a name all are tried; that takes less than a minute, or with --full some minutes, more precisely. With a name it is that
model, and its figures are drawn again with the published points. With --set it is run as you set it:

` + strings.Join(names, "\n") + `

A dock that fails ends the program with exit code 1.`,
		Example: "  polesim classics\n  polesim classics nk --set N=24 --set K=8 --set neighbourhood=random\n" +
			"  polesim classics march --parameters",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return f.execute(cmd, args) },
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.StringArrayVar(&f.sets, "set", nil, "run the model with a parameter set, `name=value`, named as in its paper; repeatable")
	fs.BoolVar(&f.parameters, "parameters", false, "say what can be set, and run nothing")
	fs.BoolVar(&f.Full, "full", false, "run as often as it takes to be precise")
	fs.IntVar(&f.Replications, "replications", 0, "`number` of replications of each setting instead")
	fs.Uint64Var(&f.Seed, "seed", 1, "`number` from which all random numbers follow")
	fs.IntVar(&f.Workers, "workers", 0, "`number` of runs at once, 0 for one on each core; results do not depend on it")
	fs.StringVar(&f.out, "out", "results/classics", "`folder` for the figures; those of an earlier run are replaced")
	fs.BoolVar(&f.json, "json", false, "write results as JSON")
	return cmd
}

// execute does what was asked for.
func (f *classicsFlags) execute(cmd *cobra.Command, args []string) error {
	models, err := f.check(args, cmd.Flags().Changed("replications"))
	if err != nil {
		return err
	}
	out := cmd.OutOrStdout()
	if f.parameters {
		return writeParameters(out, models)
	}
	if len(f.sets) > 0 || f.json && len(args) == 1 {
		return f.measure(cmd.Context(), out, models[0])
	}
	if err := f.try(cmd.Context(), out, models); err != nil || f.json || len(args) == 0 {
		return err
	}
	return f.draw(cmd.Context(), out, models[0])
}

// check looks at what the user typed; counted says that it was how many replications.
func (f *classicsFlags) check(args []string, counted bool) ([]*classics.Classic, error) {
	switch {
	case f.Workers < 0:
		return nil, usagef("--workers = %d: expected 0 (one for each core) or more", f.Workers)
	case counted && (f.Replications < 2 || f.Replications > 10_000_000):
		return nil, usagef("--replications = %d: expected 2 to 10000000, since an error needs two", f.Replications)
	case f.Full && counted:
		return nil, usagef("--full and --replications both say how often to run: give one of them")
	case len(args) == 0 && len(f.sets) > 0:
		return nil, usagef("--set sets a parameter of one model: expected its name, as in polesim classics nk --set %s", f.sets[0])
	case len(args) == 0:
		return classics.All(), nil
	}
	c, known := classics.Find(args[0])
	if !known {
		var names []string
		for _, c := range classics.All() {
			names = append(names, c.Name)
		}
		near := scenarios.DidYouMean(args[0], names)
		if near == "" {
			near = " There are " + strings.Join(names, ", ") + "."
		}
		return nil, usagef("no model is called %s.%s", args[0], near)
	}
	return []*classics.Classic{c}, nil
}

// measure runs one model as it is set.
func (f *classicsFlags) measure(ctx context.Context, out io.Writer, c *classics.Classic) error {
	v, err := c.Read(f.sets...)
	if err != nil {
		return usageError{err}
	}
	progress := newProgress(os.Stderr, f.Count(c), "replications")
	defer progress.stop()
	f.Watch = progress.advance
	m, err := classics.Measure(ctx, c, v, f.Budget)
	progress.stop()
	if err != nil {
		return err
	}
	if f.json {
		return writeJSON(out, classicReport{c.Name, c.Title, v.All(), f.Seed, known(m.Results)})
	}
	fmt.Fprintf(out, "%s: %s (%s), seed %d\n\n", c.Name, c.Title, v, f.Seed)
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "quantity\tvalue\tunit\tn\twhat it is")
	for k, r := range m.Results {
		q := c.Quantities[k]
		fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%s\n", q.Name, written(r), q.Unit, r.N, q.Meaning)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if m.Exact {
		fmt.Fprintln(out, "\nAll cases, once each: nothing is left to chance.")
	} else {
		fmt.Fprintln(out, "\n± is a standard error, over replications; a value without one was the same in all of them.")
	}
	return nil
}

// written is a value with its standard error, to as many decimals as that deserves.
func written(r classics.Result) string {
	switch {
	case r.N == 0:
		return "none at these settings"
	case r.N == 1 || !(r.StandardError > 0):
		return experiments.Estimate{Mean: r.Value, Low: r.Value, High: r.Value, N: 1}.String()
	}
	return experiments.Estimate{Mean: r.Value, Low: r.Value - r.StandardError, High: r.Value + r.StandardError, N: r.N}.String()
}

// A classicReport is what a run came to, for other programs to read.
type classicReport struct {
	Classic  string            `json:"classic"`
	Title    string            `json:"title"`
	Settings map[string]string `json:"settings"`
	Seed     uint64            `json:"seed"`
	Results  []classics.Result `json:"results"`
}

// known leaves out quantities that no replication left.
func known(results []classics.Result) (left []classics.Result) {
	for _, r := range results {
		if r.N == 0 {
			continue
		}
		if math.IsNaN(r.StandardError) { // of one replication
			r.StandardError = 0
		}
		left = append(left, r)
	}
	return left
}

// try holds models against what was published.
func (f *classicsFlags) try(ctx context.Context, out io.Writer, models []*classics.Classic) error {
	total := 0
	for _, c := range models {
		total += len(c.Docks)
	}
	progress := newProgress(os.Stderr, total, "docks")
	defer progress.stop()
	printed := progress.printer(out)
	found, left, failed, reports := 0, 0, 0, []dockReport{}
	for _, c := range models {
		t := tabwriter.NewWriter(printed, 0, 0, 2, ' ', 0)
		if !f.json {
			fmt.Fprintf(printed, "%s: %s\n", c.Name, c.Title)
			fmt.Fprintln(t, "  verdict\tquantity\tpublished\tours\tapart\tn\tpublished as\tat")
		}
		more, err := classics.Try(ctx, c, f.Budget, func(d classics.Finding) error {
			progress.advance()
			found++
			if !d.Passes {
				failed++
			}
			if f.json {
				reports = append(reports, reportOfDock(d))
				return nil
			}
			_, err := fmt.Fprintf(t, "  %s\t%s\t%s\t%s\t%s\t%d\t%s\t%s\n", d.Verdict(), d.Dock.Quantity, d.Expected(), d.Found(), d.Apart(),
				d.N, d.Dock.Source, d.Setting())
			return err
		})
		left += more
		if !f.json {
			if flushed := t.Flush(); flushed != nil {
				return flushed
			}
			fmt.Fprintln(printed)
		}
		if err != nil {
			return f.interrupted(ctx, err, found, total)
		}
	}
	progress.stop()
	if f.json {
		if err := writeJSON(out, map[string]any{"docks": reports}); err != nil {
			return err
		}
	} else {
		conclude(out, found, failed, left)
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d docks fail", failed, found)
	}
	return nil
}

// interrupted says how far it came.
func (f *classicsFlags) interrupted(ctx context.Context, err error, found, total int) error {
	if ctx.Err() != nil && found > 0 {
		return fmt.Errorf("%w: %d of %d docks were tried", errInterrupted, found, total)
	}
	return err
}

// conclude sums up.
func conclude(out io.Writer, found, failed, left int) {
	fmt.Fprintf(out, "%d of %d docks hold: numbers within 4 standard errors (±) of the difference, orderings told by as many.\n", found-failed, found)
	if left > 0 {
		fmt.Fprintf(out, "%d more take longer and are left to --full.\n", left)
	}
}

// draw draws a model's figures.
func (f *classicsFlags) draw(ctx context.Context, out io.Writer, c *classics.Classic) error {
	settings := 0
	for _, figure := range c.Figures {
		settings += len(figure.Lines) * max(1, len(figure.At)) // over time a line is one
	}
	progress := newProgress(os.Stderr, settings*f.Count(c), "replications for figures")
	defer progress.stop()
	f.Watch = progress.advance
	out = progress.printer(out)
	for k := range c.Figures {
		figure, err := c.Draw(ctx, &c.Figures[k], f.Budget)
		if err != nil {
			return err
		}
		if err := figure.Save(f.out, c.Figures[k].Name); err != nil {
			return err
		}
		fmt.Fprintf(out, "Figure  %s\n", filepath.Join(f.out, c.Figures[k].Name+".svg"))
	}
	return nil
}

// A dockReport is a dock that was tried, for other programs to read.
type dockReport struct {
	Classic   string   `json:"classic"`
	Quantity  string   `json:"quantity"`
	At        []string `json:"at"`
	Against   []string `json:"against,omitempty"`
	Expected  string   `json:"expected"` // "equal", "higher", "as high", "share of wins" or "not equal"
	Published float64  `json:"published"`
	Error     float64  `json:"published_se"`
	Source    string   `json:"source"`
	Value     float64  `json:"value"`
	SE        float64  `json:"se"`
	N         int      `json:"n"`
	Apart     *float64 `json:"standard_errors"` // null where nothing varies
	Passes    bool     `json:"passes"`
}

func reportOfDock(d classics.Finding) dockReport {
	r := dockReport{Classic: d.Classic.Name, Quantity: d.Dock.Quantity, At: d.Dock.At, Against: d.Dock.Against, Expected: d.Dock.Kind.String(),
		Published: d.Dock.Published, Error: d.Dock.Error, Source: d.Dock.Source.String(), Value: d.Ours, SE: d.Error, N: d.N, Passes: d.Passes}
	if r.At == nil {
		r.At = []string{}
	}
	if !math.IsInf(d.Distance, 0) && (d.Error > 0 || d.Dock.Error > 0) {
		r.Apart = &d.Distance
	}
	return r
}

// writeParameters says what can be set.
func writeParameters(out io.Writer, models []*classics.Classic) error {
	for k, c := range models {
		if k > 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprintf(out, "%s: %s\n%s\n", c.Name, c.Title, c.Paper)
		t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "  parameter\tdefault\trange\tunit\twhat it is")
		for i := range c.Parameters {
			p := &c.Parameters[i]
			fmt.Fprintf(t, "  %s\t%s\t%s\t%s\t%s\n", p.Name, p.Standard(), p.Range(), p.Unit, p.Help)
		}
		if err := t.Flush(); err != nil {
			return err
		}
	}
	return nil
}
